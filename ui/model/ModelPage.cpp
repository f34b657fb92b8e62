// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/ModelPage.h"

#include "ui/help/HelpRequest.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/MessageBanner.h"
#include "ui/widgets/Quantity.h"

#include <QBoxLayout>
#include <QFileDialog>
#include <QFileInfo>
#include <QFrame>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>

namespace attune::ui {

ModelPage::ModelPage(ModelService& service, QWidget* parent)
    : QWidget(parent), m_service(service), m_banner(new MessageBanner(this)),
      m_busy(makeLabel({}, LabelRole::Secondary, this)), m_cards(new QVBoxLayout) {
    setObjectName(QStringLiteral("modelPage"));
    setSurface(this, Surface::Window);
    auto* column = columnLayout(this, 18, 12);
    auto* head = new QHBoxLayout;
    head->addWidget(makeLabel(tr("Model"), LabelRole::Page, this));
    head->addWidget(m_busy, 1);
    m_add = makeButton(tr("&Add a model…"), ButtonRole::Normal, QStringLiteral("addModel"), this);
    m_add->setToolTip(tr(
        "A .safetensors or .ckpt file of the Stable Audio Open family; or drop it anywhere in the window"));
    head->addWidget(m_add);
    column->addLayout(head);
    column->addWidget(m_banner);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* inner = new QWidget;
    auto* row = rowLayout(inner, 0, 16);
    m_cards->setSpacing(12);
    auto* left = new QVBoxLayout;
    left->addLayout(m_cards);
    left->addStretch(1);
    row->addLayout(left, 3);
    auto* right = new QVBoxLayout;
    right->addWidget(makeGuide());
    right->addStretch(1);
    row->addLayout(right, 2);
    scroll->setWidget(inner);
    column->addWidget(scroll, 1);
    connect(m_add, &QPushButton::clicked, this, [this] { chooseFile(); });
    connect(&service, &ModelService::modelsChanged, this, [this] { fill(); });
    connect(&service, &ModelService::failed, m_banner, &MessageBanner::showError);
    connect(&service, &ModelService::added, this, [this](const QString& id) {
        for (const ModelView& model : m_service.models())
            if (model.id == id && model.canTrain && m_chosen.isEmpty()) Q_EMIT modelChosen(id);
    });
    connect(&service, &ModelService::exported, this,
            [this](const QString& folder) { m_banner->showNotice(tr("The model was written."), folder); });
    connect(&service, &ModelService::busyChanged, this, [this](bool busy, const QString& what) {
        m_busy->setText(busy ? what + QStringLiteral("…") : QString());
    });
    fill();
}

QWidget* ModelPage::makeGuide() {
    QFrame* card = makeSurface(Surface::Card, this);
    auto* column = columnLayout(card, 16, 8);
    column->addWidget(makeLabel(tr("Where the weights come from"), LabelRole::Item, card));
    column->addWidget(
        makeWrappedLabel(tr("Stability AI publishes Stable Audio Open under its own licence: you download it "
                            "once, with your own account, and agree to the terms there. "
                            "Attune cannot ship it and sends nothing anywhere."),
                         LabelRole::Secondary, card));
    const auto point = [&](const QString& title, const QString& text) {
        column->addSpacing(4);
        column->addWidget(makeLabel(title, LabelRole::Strong, card));
        column->addWidget(makeWrappedLabel(text, LabelRole::Secondary, card));
    };
    point(tr("Stable Audio Open Small"),
          tr("From “stabilityai/stable-audio-open-small”: base_model.ckpt with base_model_config.json. Not "
             "model.ckpt: that is the "
             "version made fast afterwards (ARC), which cannot be trained further."));
    point(tr("Stable Audio Open 1.0"), tr("From “stabilityai/stable-audio-open-1.0”: model.safetensors with "
                                          "model_config.json. 47 seconds in stereo; needs more memory."));
    point(tr("The text encoder"),
          tr("Both need T5-base: config.json, model.safetensors and spiece.model of “google-t5/t5-base”, in "
             "a folder named t5-base beside the model file."));
    QPushButton* more = makeButton(tr("More about models, files and licences"), ButtonRole::Link,
                                   QStringLiteral("modelHelp"), card);
    connect(more, &QPushButton::clicked, this, [this] { requestHelp(this, QStringLiteral("weights")); });
    column->addSpacing(4);
    column->addWidget(more, 0, Qt::AlignLeft);
    m_starter = makeButton(tr("No weights yet? Try things with the small &starter model"), ButtonRole::Link,
                           QStringLiteral("addStarter"), card);
    m_starter->setToolTip(tr(
        "A toy of a few megabytes that comes with Attune: everything works with it, but it makes no music"));
    connect(m_starter, &QPushButton::clicked, this, [this] { m_service.addStarter(); });
    column->addWidget(m_starter, 0, Qt::AlignLeft);
    return card;
}

void ModelPage::setChosen(const QString& modelId) {
    m_chosen = modelId;
    fill();
}

void ModelPage::addFiles(const QStringList& paths) {
    m_service.addFiles(paths);
}

// The cards are made anew; the keyboard stays on the one it was on, else it would go to the project's name.
void ModelPage::fill() {
    const QString focused = focusedCard();
    while (QLayoutItem* item = m_cards->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->setObjectName({});
            widget->deleteLater();
        }
        delete item;
    }
    const std::vector<ModelView> models = m_service.models();
    for (const ModelView& model : models) m_cards->addWidget(makeCard(model));
    const bool canChoose = std::any_of(models.begin(), models.end(), [](const ModelView& model) {
        return model.canTrain && !model.isMissing;
    });
    setButtonRole(m_add, canChoose ? ButtonRole::Normal : ButtonRole::Primary);
    m_starter->setVisible(
        std::none_of(models.begin(), models.end(), [](const ModelView& model) { return model.isStarter; }));
    if (focused.isEmpty()) return;
    const auto* card = findChild<QFrame*>(focused); // the old ones have lost their names
    const auto buttons = card != nullptr ? card->findChildren<QPushButton*>() : QList<QPushButton*>{m_add};
    for (QPushButton* button : buttons)
        if (button->isEnabled() && !button->isHidden()) {
            button->setFocus(Qt::OtherFocusReason);
            break;
        }
}

QString ModelPage::focusedCard() const {
    for (const QWidget* widget = window()->focusWidget(); widget != nullptr && widget != this;
         widget = widget->parentWidget())
        if (widget->objectName().startsWith(QStringLiteral("card:"))) return widget->objectName();
    return {};
}

namespace {

QString partName(const QString& name) {
    if (name == QStringLiteral("transformer")) return ModelPage::tr("Transformer");
    if (name == QStringLiteral("conditioner")) return ModelPage::tr("Conditioner");
    if (name == QStringLiteral("autoencoder")) return ModelPage::tr("Autoencoder");
    if (name == QStringLiteral("text encoder")) return ModelPage::tr("Text encoder");
    return name;
}

QString parametersText(qint64 count) {
    if (count >= 1'000'000)
        return ModelPage::tr("%L1 million weights")
            .arg(static_cast<double>(count) / 1e6, 0, 'f', count < 10'000'000 ? 1 : 0);
    return ModelPage::tr("%L1 weights").arg(count);
}

struct Form {
    QString name;
    QString container;
    QString precision;
};

std::vector<Form> formsOfExport() {
    const QString tensors = QStringLiteral("safetensors");
    return {{ModelPage::tr(".safetensors, 32 bit"), tensors, QStringLiteral("fp32")},
            {ModelPage::tr(".safetensors, 16 bit (half the size)"), tensors, QStringLiteral("fp16")},
            {ModelPage::tr(".safetensors, bfloat16 (half the size)"), tensors, QStringLiteral("bf16")},
            {ModelPage::tr(".ckpt, 32 bit"), QStringLiteral("ckpt"), QStringLiteral("fp32")}};
}

} // namespace

// What is inside, one line a part, in columns.
QWidget* ModelPage::makeParts(const ModelView& model, QWidget* parent) {
    auto* table = new QWidget(parent);
    auto* grid = new QGridLayout(table);
    grid->setContentsMargins(0, 4, 0, 4);
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(2);
    int row = 0;
    for (const ModelPartView& part : model.parts) {
        grid->addWidget(makeLabel(partName(part.name), LabelRole::Secondary, table), row, 0);
        grid->addWidget(makeLabel(parametersText(part.parameters), LabelRole::Secondary, table), row, 1,
                        Qt::AlignRight);
        grid->addWidget(makeLabel(part.precision == QStringLiteral("mixed") ? tr("mixed") : part.precision,
                                  LabelRole::Secondary, table),
                        row, 2);
        ++row;
    }
    grid->setColumnStretch(3, 1);
    return table;
}

QWidget* ModelPage::makeCard(const ModelView& model) {
    const bool isChosen = model.id == m_chosen;
    QFrame* card = makeSurface(Surface::Card, this);
    card->setObjectName(QStringLiteral("card:") + model.id);
    card->setAccessibleName(model.name);
    auto* column = columnLayout(card, 16, 6);
    auto* head = new QHBoxLayout;
    head->addWidget(makeLabel(model.name, LabelRole::Item, card));
    if (isChosen) {
        QLabel* mark = makeLabel(tr("chosen for this project"), LabelRole::Secondary, card);
        setTone(mark, StateTone::Good);
        head->addWidget(mark);
    }
    head->addStretch(1);
    column->addLayout(head);
    QStringList facts{model.kind};
    if (model.windowSeconds > 0.0) facts << tr("%L1 s at once").arg(model.windowSeconds, 0, 'f', 1);
    facts << tr("%L1 kHz").arg(model.sampleRate / 1000.0, 0, 'f', 1)
          << (model.channels == 2 ? tr("stereo") : tr("mono"))
          << bytesText(static_cast<double>(model.sizeBytes));
    column->addWidget(makeWrappedLabel(facts.join(QStringLiteral(" · ")), LabelRole::Secondary, card));
    QLabel* fit = makeWrappedLabel((model.canTrain ? tr("✓ Can be trained. ") : tr("✕ Cannot be trained. ")) +
                                       model.canTrainWhy,
                                   LabelRole::Body, card);
    setTone(fit, model.canTrain ? StateTone::Good : StateTone::Bad);
    column->addWidget(fit);
    for (const QString& problem : model.problems) {
        QLabel* line = makeWrappedLabel(QStringLiteral("▲ ") + problem, LabelRole::Secondary, card);
        setTone(line, StateTone::Warn);
        column->addWidget(line);
    }
    if (!model.parts.empty()) column->addWidget(makeParts(model, card));
    QLabel* file = makeWrappedLabel(model.file, LabelRole::Secondary, card);
    file->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(file);
    if (!model.licence.isEmpty())
        column->addWidget(makeWrappedLabel(model.licence, LabelRole::Secondary, card));
    auto* buttons = new QHBoxLayout;
    // The one next step: choose a model while none is chosen, add one while none can be.
    const bool isNext = m_chosen.isEmpty() && model.canTrain && !model.isMissing;
    QPushButton* choose = makeButton(isChosen ? tr("Chosen") : tr("Use in this project"),
                                     isNext ? ButtonRole::Primary : ButtonRole::Normal,
                                     QStringLiteral("choose:") + model.id, card);
    choose->setEnabled(model.canTrain && !isChosen && !model.isMissing);
    if (isChosen) choose->hide(); // the head says so
    QPushButton* save =
        makeButton(tr("Convert…"), ButtonRole::Normal, QStringLiteral("convert:") + model.id, card);
    save->setToolTip(tr("Write it unwrapped, as .safetensors, at 32 or 16 bit"));
    save->setEnabled(!model.isMissing);
    buttons->addWidget(choose);
    buttons->addWidget(save);
    if (!model.isStarter) {
        QPushButton* remove = makeButton(tr("Remove from the list"), ButtonRole::Normal,
                                         QStringLiteral("remove:") + model.id, card);
        remove->setToolTip(tr("The file itself stays where it is"));
        buttons->addWidget(remove);
        connect(remove, &QPushButton::clicked, this, [this, id = model.id] { m_service.remove(id); });
    }
    buttons->addStretch(1);
    column->addSpacing(4);
    column->addLayout(buttons);
    connect(choose, &QPushButton::clicked, this, [this, id = model.id] { Q_EMIT modelChosen(id); });
    auto* forms = new QMenu(save);
    for (const Form& form : formsOfExport())
        forms->addAction(form.name, this,
                         [this, id = model.id, form] { exportModel(id, form.container, form.precision); });
    save->setMenu(forms);
    return card;
}

void ModelPage::chooseFile() {
    auto* dialog = new QFileDialog(this, tr("Choose model weights"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilter(tr("Model files (*.safetensors *.ckpt *.pt *.json)"));
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& files) { addFiles(files); });
    dialog->open();
}

void ModelPage::exportModel(const QString& modelId, const QString& container, const QString& precision) {
    auto* dialog = new QFileDialog(this, tr("Choose a folder for the converted model"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, modelId, container, precision](const QString& folder) {
                m_service.exportModel({modelId, folder, precision, container});
            });
    dialog->open();
}

} // namespace attune::ui
