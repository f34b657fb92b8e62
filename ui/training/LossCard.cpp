// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/LossCard.h"

#include "ui/plots/ChartLegend.h"
#include "ui/widgets/Controls.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QStackedWidget>
#include <QThreadPool>

#include <charconv>
#include <cmath>

namespace attune::ui {

namespace {

enum LossSeries { EachStep, Smoothed, HeldOut };

constexpr std::array kLevelRoles{ColorRole::Series1,  ColorRole::Series2, ColorRole::Series3,
                                 ColorRole::Series4,  ColorRole::Series5, ColorRole::Text2,
                                 ColorRole::Waveform, ColorRole::Bad};

} // namespace

LossCard::LossCard(QWidget* parent)
    : QFrame(parent), m_sides(new QStackedWidget(this)), m_loss(new MetricChart(this)),
      m_byTimestep(new MetricChart(this)) {
    setSurface(this, Surface::Card);
    m_loss->setObjectName(QStringLiteral("lossChart"));
    m_loss->setAccessibleName(tr("Loss by step"));
    m_loss->addSeries(tr("each step"), ColorRole::Text3, SeriesStyle::Thin);
    m_loss->addSeries(tr("smoothed"), ColorRole::Series1, SeriesStyle::Line);
    m_loss->addSeries(tr("held-out clips"), ColorRole::Series2, SeriesStyle::LineWithPoints);
    m_loss->setAxisTitles(tr("step"), tr("loss (mean squared error)"));
    m_byTimestep->setObjectName(QStringLiteral("timestepChart"));
    m_byTimestep->setAccessibleName(tr("Loss by noise level"));
    m_byTimestep->setAxisTitles(tr("step"), tr("loss at noise level t"));
    auto* column = columnLayout(this, 12, 6);
    column->addLayout(buildHead());
    m_sides->addWidget(m_loss);
    m_sides->addWidget(m_byTimestep);
    column->addWidget(m_sides, 1);
    setFocusProxy(m_loss);
}

QBoxLayout* LossCard::buildHead() {
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    row->addWidget(makeLabel(tr("Loss"), LabelRole::Item, this));
    m_lossLegend = new ChartLegend(*m_loss, this);
    m_timestepLegend = new ChartLegend(*m_byTimestep, this);
    m_legends = new QStackedWidget(this);
    m_legends->addWidget(m_lossLegend);
    m_legends->addWidget(m_timestepLegend);
    m_legends->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    row->addWidget(m_legends);
    row->addStretch(1);
    const auto chip = [this, row](const QString& text, const char* name, const QString& tip) {
        QPushButton* button = makeButton(text, ButtonRole::Chip, QString::fromLatin1(name), this);
        button->setToolTip(tip);
        row->addWidget(button);
        return button;
    };
    QPushButton* timestep =
        chip(tr("By timestep"), "byTimestep",
             tr("The loss at each level of noise: low t are details, high t the whole shape of a sound"));
    timestep->setCheckable(true);
    connect(timestep, &QPushButton::toggled, this, [this](bool on) {
        m_sides->setCurrentIndex(on ? 1 : 0);
        setFocusProxy(m_sides->currentWidget());
        m_legends->setCurrentIndex(on ? 1 : 0);
    });
    QPushButton* log =
        chip(tr("Log axis"), "logAxis",
             tr("Show the loss on a logarithmic axis, so that small changes late in a run can be seen"));
    log->setCheckable(true);
    connect(log, &QPushButton::toggled, this, [this](bool on) {
        m_loss->setLogarithmic(on);
        m_byTimestep->setLogarithmic(on);
    });
    QPushButton* all = chip(tr("Show all"), "showAll", tr("Back to the whole run (Home, or double click)"));
    connect(all, &QPushButton::clicked, this, [this] {
        m_loss->showEverything();
        m_byTimestep->showEverything();
    });
    QPushButton* note = chip(tr("Add a note"), "addNote",
                             tr("Write something down at the newest step; it is marked in the chart"));
    connect(note, &QPushButton::clicked, this, &LossCard::noteRequested);
    QPushButton* take =
        chip(tr("Save"), "saveChart", tr("Keep the chart as a picture or its numbers as a table"));
    auto* menu = new QMenu(take);
    menu->addAction(tr("Picture (PNG)…"), this, [this] { save(QStringLiteral("png")); });
    menu->addAction(tr("Picture (PDF)…"), this, [this] { save(QStringLiteral("pdf")); });
    menu->addAction(tr("Numbers (CSV)…"), this, [this] { save(QStringLiteral("csv")); });
    take->setMenu(menu);
    return row;
}

void LossCard::clear() {
    m_loss->clear();
    m_byTimestep->clear();
    m_smoother.reset();
    m_slowSmoother.reset();
    for (Smoother& smoother : m_bandSmoothers) smoother.reset();
    m_smoothed = 0.0;
    m_slow = 0.0;
    // Curves of noise levels that the next run may not have: out of the legend until they are filled again.
    for (int i = 0; i < m_byTimestep->seriesCount(); ++i) m_byTimestep->setSeriesName(i, {});
    m_timestepLegend->refresh();
}

bool LossCard::add(const jobs::MetricPoint& point) {
    const PlotPoint at{static_cast<double>(point.step), point.value};
    if (!std::isfinite(point.value)) return false;
    if (point.name == "train/loss") {
        m_loss->append(EachStep, at);
        m_smoothed = m_smoother.next(point.value);
        m_slow = m_slowSmoother.next(point.value);
        m_loss->append(Smoothed, {at.x, m_smoothed});
    } else if (point.name == "val/loss") {
        m_loss->append(HeldOut, at);
        return true;
    } else if (point.name.starts_with("val/loss_")) {
        addByTimestep(point.name.substr(9), at);
    } else if (point.name.starts_with("train/loss_") && m_levels.empty()) {
        addTrainingBand(point.name.substr(11), at);
    }
    return false;
}

void LossCard::addByTimestep(const std::string& level, PlotPoint at) {
    auto it = m_levels.find(level);
    const bool isFirst = m_levels.empty();
    if (it == m_levels.end()) {
        const ColorRole role = kLevelRoles[m_levels.size() % kLevelRoles.size()];
        it = m_levels.emplace(level, m_byTimestep->addSeries({}, role, SeriesStyle::LineWithPoints)).first;
    }
    if (isFirst) // measured values replace the bands of training
        for (const std::optional<int>& band : m_bands)
            if (band) {
                m_byTimestep->setSeriesVisible(*band, false);
                m_byTimestep->setSeriesName(*band, {});
            }
    if (m_byTimestep->seriesName(it->second).isEmpty()) {
        double value = 0.0;
        std::from_chars(level.data(), level.data() + level.size(), value);
        m_byTimestep->setSeriesName(it->second, QStringLiteral("t %1").arg(value, 0, 'g', 2));
        m_timestepLegend->refresh();
    }
    m_byTimestep->append(it->second, at);
}

void LossCard::addTrainingBand(const std::string& name, PlotPoint at) {
    double level = 0.0;
    std::from_chars(name.data(), name.data() + name.size(), level);
    const auto band = static_cast<std::size_t>(std::min(4.0, std::floor(level * 5.0 + 1e-9)));
    if (!m_bands[band]) m_bands[band] = m_byTimestep->addSeries({}, kLevelRoles[band], SeriesStyle::Line);
    if (m_byTimestep->seriesName(*m_bands[band]).isEmpty()) {
        const double low = static_cast<double>(band) * 0.2;
        m_byTimestep->setSeriesName(*m_bands[band],
                                    tr("training, t %1 to %2").arg(low, 0, 'g', 2).arg(low + 0.2, 0, 'g', 2));
        m_timestepLegend->refresh();
    }
    m_byTimestep->append(*m_bands[band], {at.x, m_bandSmoothers[band].next(at.y)});
}

void LossCard::setMarkers(std::vector<ChartMarker> markers) {
    m_loss->setMarkers(std::move(markers));
}

const std::vector<PlotPoint>& LossCard::heldOut() const {
    return m_loss->series(HeldOut).points();
}

// The quicker mean below the slower one: the loss goes down.
bool LossCard::isTrainingFalling() const {
    return m_smoothed < m_slow;
}

void LossCard::save(const QString& kind) {
    auto* dialog = new QFileDialog(this, tr("Save the chart"));
    dialog->setObjectName(QStringLiteral("saveChartDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(kind);
    dialog->selectFile(
        QStringLiteral("%1.%2").arg(m_fileName.isEmpty() ? QStringLiteral("loss") : m_fileName, kind));
    connect(dialog, &QFileDialog::fileSelected, this, [this, kind](const QString& file) {
        MetricChart* chart = m_sides->currentIndex() == 1 ? m_byTimestep : m_loss;
        const auto tell = [file](LossCard& card, bool isSaved) {
            if (isSaved)
                Q_EMIT card.saved(file);
            else
                Q_EMIT card.notSaved(
                    Error{ErrorCode::WriteFailed, "The file could not be written", file.toStdString(), {}});
        };
        if (kind != QStringLiteral("csv")) return tell(*this, chart->savePicture(file));
        const QPointer<LossCard> self(this);
        QThreadPool::globalInstance()->start([self, tell, file, table = chart->table()] {
            const bool isSaved = table.write(file);
            QMetaObject::invokeMethod(
                qApp,
                [self, tell, isSaved] {
                    if (!self.isNull()) tell(*self, isSaved);
                },
                Qt::QueuedConnection);
        });
    });
    dialog->open();
}

} // namespace attune::ui
