// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/DoctorPage.h"

#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "ui/audio/Player.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/MessageBanner.h"
#include "ui/widgets/Quantity.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>

namespace attune::ui {

namespace {

constexpr int kSideWidth = 380;
constexpr int kVerdictWidth = 88;

QString sizeText(qint64 bytes) {
    return bytesText(static_cast<double>(bytes));
}

} // namespace

DoctorPage::DoctorPage(const DoctorServices& services, QWidget* parent)
    : QWidget(parent), m_services(services), m_banner(new MessageBanner(this)) {
    setObjectName(QStringLiteral("doctorPage"));
    auto* column = columnLayout(this, 0, 12);
    column->setContentsMargins(0, 12, 0, 0);
    column->addWidget(buildHead());
    column->addWidget(m_banner);
    auto* row = new QHBoxLayout;
    row->setSpacing(18);
    row->addWidget(buildChecks(), 1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setFixedWidth(kSideWidth);
    auto* side = new QWidget;
    auto* sideColumn = columnLayout(side, 0, 12);
    sideColumn->addWidget(buildGraphics());
    sideColumn->addWidget(buildSound());
    sideColumn->addStretch(1);
    scroll->setWidget(side);
    row->addWidget(scroll);
    column->addLayout(row, 1);
    m_soundDelay.setSingleShot(true);
    connect(&m_soundDelay, &QTimer::timeout, this, [this] { judgeSound(); });
    connectServices();
    showGraphics({});
    showSoundDevice();
}

QWidget* DoctorPage::buildHead() {
    auto* head = new QWidget(this);
    auto* row = rowLayout(head, 0, 8);
    auto* words = new QVBoxLayout;
    words->addWidget(makeWrappedLabel(tr("What this machine can do: devices, memory, disk, sound. Nothing in "
                                         "it leaves the machine unless you paste it somewhere."),
                                      LabelRole::Secondary, head));
    m_stage = makeLabel({}, LabelRole::Secondary, head);
    m_stage->setObjectName(QStringLiteral("doctorStage"));
    m_stage->hide();
    words->addWidget(m_stage);
    row->addLayout(words, 1);
    m_again = makeButton(tr("&Look again"), ButtonRole::Normal, QStringLiteral("doctorAgain"), head);
    m_full = makeButton(tr("Check &everything"), ButtonRole::Normal, QStringLiteral("doctorFull"), head);
    m_full->setToolTip(tr("Measures the disk, and encodes, trains, listens and exports once with the starter "
                          "model: about half a minute"));
    m_save = makeButton(tr("&Save report…"), ButtonRole::Normal, QStringLiteral("doctorSave"), head);
    m_copy = makeButton(tr("&Copy report"), ButtonRole::Primary, QStringLiteral("doctorCopy"), head);
    for (QPushButton* button : {m_again, m_full, m_save, m_copy}) row->addWidget(button, 0, Qt::AlignTop);
    m_save->setEnabled(false);
    m_copy->setEnabled(false);
    return head;
}

QWidget* DoctorPage::buildChecks() {
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("doctorChecks"));
    scroll->setAccessibleName(tr("Checks"));
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    QFrame* card = makeSurface(Surface::Card, nullptr);
    auto* column = columnLayout(card, 16, 0);
    m_rows = new QWidget(card);
    columnLayout(m_rows, 0, 12);
    column->addWidget(m_rows);
    column->addStretch(1);
    scroll->setWidget(card);
    return scroll;
}

QWidget* DoctorPage::buildGraphics() {
    QFrame* card = makeSurface(Surface::Card, this);
    auto* column = columnLayout(card, 16, 8);
    column->addWidget(makeLabel(tr("Graphics card"), LabelRole::Item, card));
    m_adapters = makeWrappedLabel({}, LabelRole::Body, card);
    m_adapters->setObjectName(QStringLiteral("graphicsAdapters"));
    m_driver = makeWrappedLabel({}, LabelRole::Secondary, card);
    m_driver->setObjectName(QStringLiteral("graphicsDriver"));
    m_component = makeWrappedLabel({}, LabelRole::Secondary, card);
    m_component->setObjectName(QStringLiteral("graphicsComponent"));
    column->addWidget(m_adapters);
    column->addWidget(m_driver);
    column->addWidget(m_component);
    column->addWidget(buildComponent(card));
    return card;
}

QWidget* DoctorPage::buildComponent(QWidget* parent) {
    auto* area = new QWidget(parent);
    auto* column = columnLayout(area, 0, 8);
    m_addArea = new QWidget(area);
    auto* add = columnLayout(m_addArea, 0, 8);
    QPushButton* choose =
        makeButton(tr("Add from a &file…"), ButtonRole::Normal, QStringLiteral("componentFile"), m_addArea);
    choose->setToolTip(tr("The file attune-gpu-….json, with the libraries beside it"));
    add->addWidget(choose);
    auto* row = new QHBoxLayout;
    m_address = new QLineEdit(m_addArea);
    m_address->setObjectName(QStringLiteral("componentAddress"));
    m_address->setAccessibleName(tr("Address of the GPU libraries"));
    m_address->setPlaceholderText(QStringLiteral("https://…/attune-gpu-….json"));
    QPushButton* fetch =
        makeButton(tr("&Download"), ButtonRole::Normal, QStringLiteral("componentFetch"), m_addArea);
    fetch->setEnabled(false);
    row->addWidget(m_address, 1);
    row->addWidget(fetch);
    add->addLayout(row);
    column->addWidget(m_addArea);
    m_remove = makeButton(tr("&Remove them"), ButtonRole::Normal, QStringLiteral("componentRemove"), area);
    column->addWidget(m_remove, 0, Qt::AlignLeft);
    m_progressArea = new QWidget(area);
    auto* progress = columnLayout(m_progressArea, 0, 4);
    m_progressText = makeWrappedLabel({}, LabelRole::Secondary, m_progressArea);
    m_progressText->setObjectName(QStringLiteral("componentProgressText"));
    m_progress = new QProgressBar(m_progressArea);
    m_progress->setObjectName(QStringLiteral("componentProgress"));
    m_progress->setAccessibleName(tr("Adding the GPU libraries"));
    m_progress->setTextVisible(false);
    QPushButton* stop =
        makeButton(tr("S&top"), ButtonRole::Normal, QStringLiteral("componentStop"), m_progressArea);
    stop->setToolTip(tr("What has been downloaded is kept; adding goes on from there"));
    progress->addWidget(m_progressText);
    progress->addWidget(m_progress);
    progress->addWidget(stop, 0, Qt::AlignLeft);
    column->addWidget(m_progressArea);
    connect(choose, &QPushButton::clicked, this, [this] { chooseManifest(); });
    connect(m_address, &QLineEdit::textChanged, fetch,
            [fetch](const QString& text) { fetch->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_address, &QLineEdit::returnPressed, fetch, &QPushButton::click);
    connect(fetch, &QPushButton::clicked, this, [this] { addComponent(m_address->text().trimmed()); });
    connect(m_remove, &QPushButton::clicked, this, [this] { askRemove(); });
    connect(stop, &QPushButton::clicked, this, [this] { m_services.system.stopGpuComponent(); });
    return area;
}

QWidget* DoctorPage::buildSound() {
    QFrame* card = makeSurface(Surface::Card, this);
    auto* column = columnLayout(card, 16, 8);
    column->addWidget(makeLabel(tr("Sound"), LabelRole::Item, card));
    m_soundDevice = makeWrappedLabel({}, LabelRole::Body, card);
    m_soundDevice->setObjectName(QStringLiteral("soundDevice"));
    m_soundResult = makeWrappedLabel({}, LabelRole::Secondary, card);
    m_soundResult->setObjectName(QStringLiteral("soundResult"));
    m_soundResult->hide();
    m_soundTest = makeButton(tr("&Play a test sound"), ButtonRole::Normal, QStringLiteral("soundTest"), card);
    m_soundTest->setToolTip(tr("One second: first on the left, then on the right"));
    column->addWidget(m_soundDevice);
    column->addWidget(m_soundTest, 0, Qt::AlignLeft);
    column->addWidget(m_soundResult);
    connect(m_soundTest, &QPushButton::clicked, this, [this] { testSound(); });
    return card;
}

void DoctorPage::connectServices() {
    SystemService& system = m_services.system;
    connect(m_again, &QPushButton::clicked, this, [this] { check(CheckDepth::Quick); });
    connect(m_full, &QPushButton::clicked, this, [this] {
        if (!m_isCheckingAll) return check(CheckDepth::Full);
        m_full->setEnabled(false); // once is enough
        m_services.system.stopCheck();
    });
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_report); });
    connect(m_save, &QPushButton::clicked, this, [this] {
        auto* dialog = new QFileDialog(this, tr("Save the report"), QStringLiteral("attune-report.txt"),
                                       tr("Text (*.txt)"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDefaultSuffix(QStringLiteral("txt"));
        connect(dialog, &QFileDialog::fileSelected, this, &DoctorPage::saveReport);
        dialog->open();
    });
    connect(&system, &SystemService::checkProgressed, this,
            [this](const QString& stage) { m_stage->setText(tr("Checking: %1…").arg(stage)); });
    connect(&system, &SystemService::checked, this,
            [this](const std::vector<CheckView>& items, const QString& report) {
                m_report = report;
                for (QPushButton* button : {m_again, m_full, m_save, m_copy}) button->setEnabled(true);
                setCheckingAll(false);
                m_stage->hide();
                showChecks(items);
            });
    connect(&system, &SystemService::graphicsReady, this,
            [this](const GraphicsView& graphics) { showGraphics(graphics); });
    connect(&system, &SystemService::failed, m_banner, &MessageBanner::showError);
    connect(&system, &SystemService::componentProgressed, this,
            [this](qint64 done, qint64 total, const QString& item) {
                setAdding(true);
                m_progress->setRange(0, total > 0 ? 1000 : 0);
                if (total > 0)
                    m_progress->setValue(
                        static_cast<int>(1000.0 * static_cast<double>(done) / static_cast<double>(total)));
                m_progressText->setText(total > 0
                                            ? tr("%1 of %2 · %3").arg(sizeText(done), sizeText(total), item)
                                            : tr("Looking at the libraries…"));
            });
    connect(&system, &SystemService::componentChanged, this, [this](bool isAdded) {
        setAdding(false);
        if (isAdded)
            m_banner->showNotice(tr("The GPU libraries are there."),
                                 tr("Attune uses them from its next start."));
        m_services.system.requestGraphics();
    });
    connect(&m_services.player, &Player::deviceChanged, this, [this] { showSoundDevice(); });
}

void DoctorPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    showSoundDevice();
    if (std::exchange(m_hasLooked, true)) return;
    check(CheckDepth::Quick);
}

void DoctorPage::check(CheckDepth depth) {
    setCheckingAll(depth == CheckDepth::Full);
    m_again->setEnabled(false);
    m_full->setEnabled(m_isCheckingAll);
    m_stage->setText(depth == CheckDepth::Full ? tr("Checking everything…") : tr("Looking…"));
    m_stage->show();
    m_services.system.check(depth);
    m_services.system.requestGraphics();
}

void DoctorPage::setCheckingAll(bool checking) {
    m_isCheckingAll = checking;
    m_full->setText(checking ? tr("&Stop the check") : tr("Check &everything"));
    m_full->setAccessibleName(QString(m_full->text()).remove(QLatin1Char('&')));
}

void DoctorPage::showChecks(const std::vector<CheckView>& items) {
    while (QLayoutItem* item = m_rows->layout()->takeAt(0)) {
        if (QWidget* widget = item->widget()) widget->deleteLater();
        delete item;
    }
    for (const CheckView& item : items) addRow(item);
}

void DoctorPage::addRow(const CheckView& item) {
    auto* line = new QWidget(m_rows);
    line->setObjectName(QStringLiteral("doctorRow"));
    auto* row = rowLayout(line, 0, 12);
    const QString word = item.verdict == CheckVerdict::Good      ? tr("good", "a check")
                         : item.verdict == CheckVerdict::Warning ? tr("look here", "a check")
                                                                 : tr("problem", "a check");
    QLabel* verdict = makeLabel(word, LabelRole::Strong, line);
    setTone(verdict, item.verdict == CheckVerdict::Good      ? StateTone::Good
                     : item.verdict == CheckVerdict::Warning ? StateTone::Warn
                                                             : StateTone::Bad);
    verdict->setMinimumWidth(kVerdictWidth);
    row->addWidget(verdict, 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(makeLabel(item.title, LabelRole::Strong, line));
    QLabel* detail = makeWrappedLabel(item.detail, LabelRole::Body, line);
    detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    words->addWidget(detail);
    if (!item.remedy.isEmpty()) words->addWidget(makeWrappedLabel(item.remedy, LabelRole::Secondary, line));
    row->addLayout(words, 1);
    line->setAccessibleName(tr("%1: %2, %3").arg(item.title, word, item.detail));
    m_rows->layout()->addWidget(line);
}

void DoctorPage::showGraphics(const GraphicsView& graphics) {
    m_graphics = graphics;
    m_adapters->setText(
        graphics.adapters.isEmpty()
            ? tr("No graphics card is known to the system. Everything runs on the processor, only slower.")
            : graphics.adapters.join(QLatin1Char('\n')));
    if (!graphics.driver.isEmpty())
        m_driver->setText(tr("NVIDIA driver %1").arg(graphics.driver));
    else if (!graphics.hasNvidia)
        m_driver->setText(graphics.adapters.isEmpty()
                              ? QString()
                              : tr("Training can only use NVIDIA cards; this one shows pictures."));
    else
        m_driver->setText(graphics.driverProblem.isEmpty()
                              ? tr("NVIDIA's driver is not installed. Install it and restart the computer; "
                                   "then this card can be used.")
                              : graphics.driverProblem);
    setTone(m_driver, graphics.hasNvidia && graphics.driver.isEmpty() ? StateTone::Warn : StateTone::None);
    m_driver->setVisible(!m_driver->text().isEmpty());
    m_component->setText(graphics.componentBytes > 0
                             ? tr("The GPU libraries were added (%1).").arg(sizeText(graphics.componentBytes))
                             : tr("The libraries for NVIDIA cards (over 2 GB) do not come with the "
                                  "installer. Add them from a file that you have, or from an address."));
    setAdding(m_isAdding);
}

void DoctorPage::setAdding(bool adding) {
    m_isAdding = adding;
    const bool isAdded = m_graphics.componentBytes > 0;
    m_progressArea->setVisible(adding);
    m_addArea->setVisible(!adding && !isAdded && m_graphics.canChangeComponent);
    m_remove->setVisible(!adding && isAdded);
}

void DoctorPage::chooseManifest() {
    auto* dialog =
        new QFileDialog(this, tr("The manifest of the GPU libraries"), {}, tr("GPU libraries (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &DoctorPage::addComponent);
    dialog->open();
}

void DoctorPage::addComponent(const QString& manifest) {
    m_banner->hide();
    m_progress->setRange(0, 0);
    m_progressText->setText(tr("Looking at the libraries…"));
    setAdding(true);
    m_services.system.addGpuComponent(manifest);
}

void DoctorPage::askRemove() {
    auto* box =
        new QMessageBox(QMessageBox::Question, tr("Remove the GPU libraries"),
                        tr("Training then works on the processor only. The libraries can be added again."),
                        QMessageBox::Cancel, this);
    box->setObjectName(QStringLiteral("removeQuestion"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* remove = box->addButton(tr("Remove"), QMessageBox::AcceptRole);
    connect(remove, &QPushButton::clicked, this, [this] { m_services.system.removeGpuComponent(); });
    box->open();
}

void DoctorPage::saveReport(const QString& file) {
    const auto written = writeTextAtomically(pathFromUtf8(file.toStdString()), m_report.toStdString());
    if (written)
        m_banner->showNotice(tr("The report was saved."), file);
    else
        m_banner->showError(written.error(), tr("The report was not saved"));
}

void DoctorPage::showSoundDevice() {
    const bool hasDevice = m_services.player.hasDevice();
    m_soundDevice->setText(hasDevice ? m_services.player.deviceName()
                                     : tr("No sound device was found. Everything but listening works."));
    m_soundTest->setEnabled(hasDevice);
}

void DoctorPage::testSound() {
    m_services.player.playTestTone();
    m_soundResult->setText(tr("Playing: first left, then right…"));
    m_soundResult->show();
    m_soundDelay.start(static_cast<int>(1000.0 * m_services.player.durationSeconds()) +
                       700); // and what the device buffers
}

// Whether the device took the sound; only ears know whether it was heard.
void DoctorPage::judgeSound() {
    const bool isTaken = !m_services.player.isPlaying();
    if (!isTaken) m_services.player.stop();
    setTone(m_soundResult, isTaken ? StateTone::None : StateTone::Bad);
    m_soundResult->setText(isTaken ? tr("%1 has played it. If you heard nothing, look at its volume, or "
                                        "choose another output in Settings.")
                                         .arg(m_services.player.deviceName())
                                   : tr("%1 does not take sound. Another program may hold it: close that, or "
                                        "choose another output in Settings.")
                                         .arg(m_services.player.deviceName()));
}

} // namespace attune::ui
