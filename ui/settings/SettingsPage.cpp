// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/SettingsPage.h"

#include "ui/audio/OutputDevices.h"
#include "ui/help/HelpRequest.h"
#include "ui/settings/AppSettings.h"
#include "ui/widgets/Controls.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSlider>

namespace attune::ui {

namespace {

QComboBox* makeChoice(QWidget* parent, const QString& objectName, const QString& accessible,
                      const QList<QPair<QString, QVariant>>& items, const QVariant& current) {
    auto* box = new QComboBox(parent);
    box->setObjectName(objectName);
    box->setAccessibleName(accessible);
    for (const auto& [text, data] : items) box->addItem(text, data);
    box->setCurrentIndex(std::max(0, box->findData(current)));
    box->setMinimumWidth(280);
    return box;
}

} // namespace

SettingsPage::SettingsPage(AppSettings& settings, QWidget* parent)
    : QWidget(parent), m_settings(settings), m_outputs(new SystemOutputDevices(this)) {
    setObjectName(QStringLiteral("settingsPage"));
    setSurface(this, Surface::Window);
    auto* column = columnLayout(this, 18, 12);
    column->addWidget(makeLabel(tr("Settings"), LabelRole::Page, this));
    const auto section = [&](const QString& title) {
        QFrame* card = makeSurface(Surface::Card, this);
        card->setMaximumWidth(720);
        auto* rows = columnLayout(card, 16, 10);
        rows->addWidget(makeLabel(title, LabelRole::Item, card));
        auto* form = new QFormLayout;
        form->setSpacing(10);
        form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
        form->setHorizontalSpacing(16);
        rows->addLayout(form);
        column->addWidget(card);
        return form;
    };
    QFormLayout* look = section(tr("Look"));
    QComboBox* theme = makeChoice(this, QStringLiteral("theme"), tr("Theme"),
                                  {{tr("as the system"), static_cast<int>(ThemeChoice::FollowSystem)},
                                   {tr("dark"), static_cast<int>(ThemeChoice::Dark)},
                                   {tr("light"), static_cast<int>(ThemeChoice::Light)}},
                                  static_cast<int>(settings.theme()));
    look->addRow(tr("&Theme"), theme);
    auto* scale = new QSlider(Qt::Horizontal, this);
    scale->setObjectName(QStringLiteral("fontScale"));
    scale->setAccessibleName(tr("Text size"));
    scale->setRange(8, 20);
    scale->setValue(qRound(settings.fontScale() * 10));
    scale->setMinimumWidth(280);
    scale->setToolTip(tr("80 % to 200 %"));
    auto* percent = makeLabel({}, LabelRole::Secondary, this);
    percent->setObjectName(QStringLiteral("fontScaleText"));
    const auto showPercent = [percent](int tenths) { percent->setText(tr("%1 %").arg(10 * tenths)); };
    showPercent(scale->value());
    connect(scale, &QSlider::valueChanged, percent, showPercent);
    auto* size = new QWidget(this);
    auto* sizeRow = rowLayout(size, 0, 12);
    sizeRow->addWidget(scale);
    sizeRow->addWidget(percent);
    look->addRow(tr("Text &size"), size);
    qobject_cast<QLabel*>(look->labelForField(size))->setBuddy(scale);
    QComboBox* language = makeChoice(this, QStringLiteral("language"), tr("Language"),
                                     {{tr("as the system"), QString()},
                                      {QStringLiteral("English"), QStringLiteral("en")},
                                      {QStringLiteral("Deutsch"), QStringLiteral("de")}},
                                     settings.language());
    language->setToolTip(tr("Takes effect at the next start"));
    look->addRow(tr("&Language"), language);
    QLabel* restart = makeLabel(tr("Takes effect at the next start."), LabelRole::Secondary, this);
    look->addRow(makeLabel({}, LabelRole::Body, this), restart);
    look->setRowVisible(restart, false);
    QFormLayout* sound = section(tr("Sound"));
    m_audio = makeChoice(this, QStringLiteral("audioDevice"), tr("Output"), {}, {});
    sound->addRow(tr("&Output"), m_audio);
    auto* autoPlay = new QCheckBox(tr("Play clips as the selection moves"), this);
    autoPlay->setObjectName(QStringLiteral("settingsAutoPlay"));
    autoPlay->setChecked(settings.autoPlay());
    sound->addRow(makeLabel({}, LabelRole::Body, this), autoPlay);
    QFormLayout* engine = section(tr("Training"));
    m_device = makeChoice(
        this, QStringLiteral("device"), tr("Device"),
        {{tr("the best there is"), QStringLiteral("auto")}, {tr("processor"), QStringLiteral("cpu")}},
        settings.device());
    engine->addRow(tr("&Device"), m_device);
    setHelpTopic(m_device, QStringLiteral("slow"));
    m_gpuProblem = makeWrappedLabel({}, LabelRole::Secondary, this);
    m_gpuProblem->setFixedWidth(420);
    engine->addRow(makeLabel({}, LabelRole::Body, this), m_gpuProblem);
    QPushButton* doctor =
        makeButton(tr("Open the Do&ctor"), ButtonRole::Link, QStringLiteral("openDoctor"), this);
    doctor->setToolTip(tr("Checks this machine, adds the libraries for NVIDIA cards, plays a test sound"));
    engine->addRow(makeLabel({}, LabelRole::Body, this), doctor);
    connect(doctor, &QPushButton::clicked, this, &SettingsPage::doctorRequested);
    auto* notify = new QCheckBox(tr("Tell me when demos are ready or a run ends"), this);
    notify->setObjectName(QStringLiteral("notifies"));
    notify->setChecked(settings.notifies());
    engine->addRow(makeLabel({}, LabelRole::Body, this), notify);
    column->addStretch(1);
    for (QFormLayout* form : {look, sound, engine})
        for (int row = 0; row < form->rowCount(); ++row) {
            const QLayoutItem* item = form->itemAt(row, QFormLayout::LabelRole);
            const QLayoutItem* field = form->itemAt(row, QFormLayout::FieldRole);
            auto* label = item != nullptr ? qobject_cast<QLabel*>(item->widget()) : nullptr;
            if (label == nullptr || field == nullptr) continue;
            label->setBuddy(field->widget());
            label->setMinimumWidth(110); // the cards' fields stand in one line
        }
    connect(theme, &QComboBox::activated, this, [this, theme](int index) {
        m_settings.setTheme(static_cast<ThemeChoice>(theme->itemData(index).toInt()));
    });
    connect(scale, &QSlider::valueChanged, this,
            [this](int value) { m_settings.setFontScale(value / 10.0); });
    connect(language, &QComboBox::activated, this, [this, language, restart, look](int index) {
        look->setRowVisible(restart, true);
        m_settings.setLanguage(language->itemData(index).toString());
    });
    connect(m_audio, &QComboBox::activated, this,
            [this](int index) { m_settings.setAudioDevice(m_audio->itemData(index).toByteArray()); });
    connect(autoPlay, &QCheckBox::toggled, this, [this](bool on) { m_settings.setAutoPlay(on); });
    connect(m_device, &QComboBox::activated, this,
            [this](int index) { m_settings.setDevice(m_device->itemData(index).toString()); });
    connect(notify, &QCheckBox::toggled, this, [this](bool on) { m_settings.setNotifies(on); });
    connect(m_outputs, &OutputDevices::changed, this, [this] { fillAudioDevices(); });
}

void SettingsPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    fillAudioDevices();
    if (!std::exchange(m_askedDevices, true))
        Q_EMIT devicesRequested(); // loads the engine: not before it is wanted
}

void SettingsPage::fillAudioDevices() {
    m_audio->clear();
    const QList<OutputDevice> devices = m_outputs->list();
    m_audio->addItem(devices.isEmpty() ? tr("no sound device found") : tr("the system's default"),
                     QByteArray());
    for (const OutputDevice& device : devices) m_audio->addItem(device.name, device.id);
    m_audio->setCurrentIndex(std::max(0, m_audio->findData(m_settings.audioDevice())));
}

void SettingsPage::setDevices(const QList<QPair<QString, QString>>& devices, const QString& gpuProblem) {
    m_device->clear();
    m_device->addItem(tr("the best there is"), QStringLiteral("auto"));
    for (const auto& [id, name] : devices) m_device->addItem(name, id);
    m_device->setCurrentIndex(std::max(0, m_device->findData(m_settings.device())));
    m_gpuProblem->setText(gpuProblem.isEmpty() ? QString() : tr("No graphics card: %1").arg(gpuProblem));
    if (!gpuProblem.isEmpty())
        m_gpuProblem->setMinimumHeight(
            m_gpuProblem->heightForWidth(m_gpuProblem->width())); // a form does not ask for it
    m_gpuProblem->setVisible(!gpuProblem.isEmpty());
}

} // namespace attune::ui
