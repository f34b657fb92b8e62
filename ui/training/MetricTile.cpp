// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/MetricTile.h"

#include "ui/plots/MetricChart.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/ElidedLabel.h"

#include <QBoxLayout>

namespace attune::ui {

MetricTile::MetricTile(const QString& title, const QString& help, ColorRole color, QWidget* parent)
    : QFrame(parent), m_title(new ElidedLabel(title, LabelRole::Secondary, this)),
      m_value(makeLabel(QStringLiteral("–"), LabelRole::Value, this)), m_chart(new MetricChart(this)) {
    setSurface(this, Surface::Card);
    setToolTip(help);
    auto* column = columnLayout(this, 12, 4);
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_value);
    column->addLayout(head);
    m_chart->setCompact(true);
    m_chart->setFixedHeight(44);
    m_chart->addSeries(title, color, SeriesStyle::Line);
    column->addWidget(m_chart);
    setTitle(title);
}

void MetricTile::setTitle(const QString& title) {
    m_title->setText(title);
    m_chart->setAccessibleName(title);
    setAccessibleName(title);
}

void MetricTile::add(PlotPoint point, const QString& value) {
    m_chart->append(0, point);
    m_value->setText(value);
    setAccessibleDescription(value);
}

void MetricTile::clear() {
    m_chart->clear();
    m_value->setText(QStringLiteral("–"));
}

} // namespace attune::ui
