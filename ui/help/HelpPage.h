// SPDX-License-Identifier: GPL-3.0-or-later
//
// HelpPage: the guide's knowledge to read and search, and the Doctor: what this machine can do, to copy.
//
// Threads: GUI thread.
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QTabWidget;
class QTextBrowser;

namespace attune::ui {

class HelpPage : public QWidget {
    Q_OBJECT
public:
    explicit HelpPage(QWidget* parent = nullptr);
    void showTopic(const QString& keyOrPath);
    void setDoctorReport(const QString& report);
    void showDoctor();

Q_SIGNALS:
    void doctorRequested(); // the report is wanted
    void tourRequested();

private:
    void fill(const QString& words);
    void showEntry(const QString& key);
    QTabWidget* m_tabs;
    QLineEdit* m_search;
    QListWidget* m_list;
    QTextBrowser* m_text;
    QPlainTextEdit* m_report;
};

} // namespace attune::ui
