// SPDX-License-Identifier: GPL-3.0-or-later
//
// HelpPage: the guide's knowledge to read and search, and the Doctor (DoctorPage).
//
// Threads: GUI thread.
#pragma once

#include "ui/help/DoctorPage.h"

#include <QWidget>

class QLineEdit;
class QListWidget;
class QTabWidget;
class QTextBrowser;

namespace attune::ui {

class HelpPage : public QWidget {
    Q_OBJECT
public:
    explicit HelpPage(const DoctorServices& services, QWidget* parent = nullptr);
    void showTopic(const QString& keyOrPath);
    void showDoctor();

Q_SIGNALS:
    void tourRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fill(const QString& words);
    void showEntry(const QString& key);
    QTabWidget* m_tabs;
    QLineEdit* m_search;
    QListWidget* m_list;
    QTextBrowser* m_text;
};

} // namespace attune::ui
