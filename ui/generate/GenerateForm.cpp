// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/generate/GenerateForm.h"

#include "ui/help/HelpRequest.h"
#include "ui/widgets/Controls.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>

namespace attune::ui {

GenerateForm::GenerateForm(QWidget* parent)
    : QWidget(parent), m_prompt(new QLineEdit(this)), m_where(new QComboBox(this)),
      m_seed(new QSpinBox(this)), m_seconds(new QDoubleSpinBox(this)), m_steps(new QSpinBox(this)),
      m_cfg(new QDoubleSpinBox(this)), m_sampler(new QComboBox(this)), m_negative(new QLineEdit(this)),
      m_init(new QLineEdit(this)), m_noise(new QDoubleSpinBox(this)),
      m_go(makeButton(tr("&Generate"), ButtonRole::Normal, QStringLiteral("generate"), this)) {
    m_where->setSizeAdjustPolicy(QComboBox::AdjustToContents); // its texts come and go with the column
    describeFields();
    auto* column = columnLayout(this, 0, 8);
    auto* row = new QHBoxLayout;
    QPushButton* more = makeButton(tr("&Options"), ButtonRole::Normal, QStringLiteral("newOptions"), this);
    more->setCheckable(true);
    more->setToolTip(tr("Seed, length, sampler, negative prompt, starting from a sound"));
    row->addWidget(m_prompt, 1);
    row->addWidget(m_where);
    row->addWidget(more);
    row->addWidget(m_go);
    column->addLayout(row);
    QWidget* options = buildOptions();
    options->hide();
    column->addWidget(options);
    connect(more, &QPushButton::toggled, options, &QWidget::setVisible);
    connect(m_go, &QPushButton::clicked, this, [this] { Q_EMIT generateRequested(request()); });
    connect(m_where, &QComboBox::currentIndexChanged, this, [this] { showCanGenerate(); });
    connect(m_prompt, &QLineEdit::returnPressed, m_go, &QPushButton::click);
}

QWidget* GenerateForm::buildOptions() {
    auto* options = new QWidget(this);
    auto* column = columnLayout(options, 0, 8);
    auto* numbers = new QHBoxLayout;
    const auto labelled = [options](QHBoxLayout* row, const QString& text, QWidget* field, int stretch) {
        QLabel* label = makeLabel(text, LabelRole::Secondary, options);
        label->setBuddy(field);
        row->addWidget(label);
        row->addWidget(field, stretch);
        row->addSpacing(8);
    };
    labelled(numbers, tr("Seed"), m_seed, 1);
    labelled(numbers, tr("Length"), m_seconds, 1);
    labelled(numbers, tr("Steps"), m_steps, 1);
    labelled(numbers, tr("Guidance"), m_cfg, 1);
    labelled(numbers, tr("Sampler"), m_sampler, 2);
    column->addLayout(numbers);
    auto* words = new QHBoxLayout;
    labelled(words, tr("Not"), m_negative, 1);
    labelled(words, tr("Start from"), m_init, 1);
    QToolButton* browse = makeIconButton(QStringLiteral("folder"), tr("Choose a sound"),
                                         QStringLiteral("newInitBrowse"), options);
    words->addWidget(browse);
    words->addWidget(m_noise);
    column->addLayout(words);
    connect(browse, &QToolButton::clicked, this, [this] {
        auto* dialog = new QFileDialog(this, tr("Choose a sound"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setNameFilter(tr("Sounds (*.wav *.flac *.aif *.aiff *.ogg *.opus *.mp3)"));
        connect(dialog, &QFileDialog::fileSelected, m_init, &QLineEdit::setText);
        dialog->open();
    });
    return options;
}

void GenerateForm::describeFields() {
    const auto name = [](QWidget* widget, const QString& objectName, const QString& accessible,
                         const QString& tip) {
        widget->setObjectName(objectName);
        widget->setAccessibleName(accessible);
        widget->setToolTip(tip);
    };
    name(m_prompt, QStringLiteral("newPrompt"), tr("Prompt"),
         tr("What to make; empty shows the model's habits"));
    m_prompt->setPlaceholderText(tr("Write a prompt…"));
    name(m_where, QStringLiteral("newWhere"), tr("Checkpoint"), tr("Which checkpoints make it"));
    name(m_seed, QStringLiteral("newSeed"), tr("Seed"),
         tr("The same seed gives the same noise to start from, so checkpoints can be compared"));
    m_seed->setRange(0, 2147483647);
    m_seed->setValue(7);
    name(m_seconds, QStringLiteral("newSeconds"), tr("Length in seconds"),
         tr("Length in seconds; 0 is the model's own"));
    m_seconds->setRange(0.0, 95.0);
    m_seconds->setSpecialValueText(tr("full length"));
    m_seconds->setSuffix(tr(" s"));
    name(m_steps, QStringLiteral("newSteps"), tr("Sampler steps"),
         tr("More steps, finer result, longer wait; 0 lets the model decide"));
    m_steps->setRange(0, 500);
    m_steps->setSpecialValueText(tr("default steps"));
    m_steps->setSuffix(tr(" steps"));
    name(m_cfg, QStringLiteral("newCfg"), tr("Guidance (CFG)"),
         tr("How strictly to follow the prompt: 1 is no guidance, 7 is usual"));
    setHelpTopic(m_cfg, QStringLiteral("cfg"));
    m_cfg->setRange(0.0, 25.0);
    m_cfg->setValue(7.0);
    m_cfg->setDecimals(1);
    m_cfg->setPrefix(tr("CFG "));
    name(m_sampler, QStringLiteral("newSampler"), tr("Sampler"), tr("How the noise is taken away"));
    name(m_negative, QStringLiteral("newNegative"), tr("Negative prompt"), tr("What to move away from"));
    m_negative->setPlaceholderText(tr("Negative prompt"));
    name(m_init, QStringLiteral("newInit"), tr("Start from a sound"),
         tr("A sound file to vary instead of starting from noise"));
    m_init->setPlaceholderText(tr("Start from a sound (optional)"));
    m_init->setClearButtonEnabled(true);
    name(m_noise, QStringLiteral("newNoise"), tr("Amount of change"),
         tr("How much noise is put on the sound you start from"));
    m_noise->setRange(0.01, 1.0);
    m_noise->setSingleStep(0.05);
    m_noise->setValue(0.6);
    m_noise->setPrefix(tr("change "));
}

void GenerateForm::setGrid(const DemoGrid& grid, int currentColumn, bool isBlind) {
    m_runId = grid.runId;
    m_all.clear();
    for (const DemoColumn& column : grid.columns)
        if (column.canGenerate) m_all.push_back(column.step);
    const auto index = static_cast<std::size_t>(std::max(0, currentColumn));
    m_current = index < grid.columns.size() ? grid.columns[index].step : 0;
    m_hasCurrent = index < grid.columns.size() && grid.columns[index].canGenerate;
    fillWhere(isBlind);
    showCanGenerate();
}

void GenerateForm::fillWhere(bool isBlind) {
    const int before = m_where->currentIndex();
    const QSignalBlocker blocker(m_where);
    m_where->clear();
    if (m_hasCurrent)
        m_where->addItem(isBlind          ? tr("with this one, unnamed")
                         : m_current == 0 ? tr("with the base model")
                                          : tr("with checkpoint %L1").arg(m_current));
    else
        m_where->addItem(isBlind ? tr("this one is no longer there")
                                 : tr("checkpoint %L1 is no longer there").arg(m_current));
    m_where->addItem(tr("with all %n checkpoints", nullptr, static_cast<int>(m_all.size())));
    if (m_current != 0 && m_hasCurrent && !isBlind)
        m_where->addItem(tr("with checkpoint %L1 and the base model").arg(m_current));
    m_where->setCurrentIndex(std::clamp(before, 0, m_where->count() - 1));
}

std::vector<qint64> GenerateForm::chosenSteps() const {
    if (m_where->currentIndex() == 1) return m_all;
    if (!m_hasCurrent) return {};
    return m_where->currentIndex() == 2 ? std::vector<qint64>{0, m_current} : std::vector<qint64>{m_current};
}

void GenerateForm::showCanGenerate() {
    const bool hasSteps = !chosenSteps().empty();
    m_go->setEnabled(hasSteps && !m_isBusy);
    m_go->setToolTip(hasSteps ? QString()
                              : tr("Only the demos of this checkpoint are left; its weights were cleaned up "
                                   "or deleted. Choose another column, or all checkpoints."));
}

void GenerateForm::setBusy(bool busy) {
    m_isBusy = busy;
    m_go->setText(busy ? tr("Generating…") : tr("&Generate"));
    m_go->setAccessibleName(QString(m_go->text()).remove(QLatin1Char('&')));
    showCanGenerate();
}

void GenerateForm::setSamplers(const QStringList& samplers) {
    m_sampler->clear();
    m_sampler->addItem(tr("default sampler"), QString());
    for (const QString& sampler : samplers) m_sampler->addItem(sampler, sampler);
}

void GenerateForm::focusPrompt() {
    m_prompt->setFocus(Qt::ShortcutFocusReason);
}

GenerateRequest GenerateForm::request() const {
    GenerateRequest request;
    request.runId = m_runId;
    request.steps = chosenSteps();
    request.prompt = m_prompt->text().trimmed();
    request.negativePrompt = m_negative->text().trimmed();
    request.seed = m_seed->value();
    request.seconds = m_seconds->value();
    request.samplerSteps = m_steps->value();
    request.cfgScale = m_cfg->value();
    request.sampler = m_sampler->currentData().toString();
    request.initAudio = m_init->text().trimmed();
    request.initNoise = m_noise->value();
    return request;
}

} // namespace attune::ui
