// SPDX-License-Identifier: GPL-3.0-or-later
//
// ModelPage: registered models as cards: what they are, what is inside, whether they can be trained and why;
// where to get the weights; add by file, folder or drop; export.
//
// Threads: GUI thread. The service is borrowed and outlives the page.
#pragma once

#include "ui/bridge/ModelService.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace attune::ui {

class MessageBanner;

class ModelPage : public QWidget {
    Q_OBJECT
public:
    explicit ModelPage(ModelService& service, QWidget* parent = nullptr);
    void setChosen(const QString& modelId);
    void addFiles(const QStringList& paths);

Q_SIGNALS:
    void modelChosen(const QString& modelId);

private:
    void fill();
    [[nodiscard]] QString focusedCard() const; // the name of the one that has the keyboard
    [[nodiscard]] QWidget* makeCard(const ModelView& model);
    [[nodiscard]] QWidget* makeParts(const ModelView& model, QWidget* parent);
    [[nodiscard]] QWidget* makeGuide();
    void chooseFile();
    void exportModel(const QString& modelId, const QString& container, const QString& precision);

    ModelService& m_service;
    QPushButton* m_add{nullptr};
    QPushButton* m_starter{nullptr};
    QString m_chosen;
    MessageBanner* m_banner;
    QLabel* m_busy;
    QVBoxLayout* m_cards;
};

} // namespace attune::ui
