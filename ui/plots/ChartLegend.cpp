// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/ChartLegend.h"

#include "ui/plots/MetricChart.h"
#include "ui/theme/Icons.h"
#include "ui/widgets/Controls.h"

#include <QBoxLayout>
#include <QPushButton>

namespace attune::ui {

ChartLegend::ChartLegend(MetricChart& chart, QWidget* parent) : QWidget(parent), m_chart(chart) {
    m_row = rowLayout(this, 0, 4);
    m_row->addStretch(1);
    refresh();
}

void ChartLegend::refresh() {
    for (int i = static_cast<int>(m_entries.size()); i < m_chart.seriesCount(); ++i) {
        QPushButton* entry = makeButton({}, ButtonRole::Chip, QStringLiteral("series%1").arg(i), this);
        entry->setCheckable(true);
        entry->setIcon(swatchIcon(m_chart.seriesColor(i)));
        entry->setToolTip(tr("Show or hide this curve"));
        connect(entry, &QPushButton::toggled, this, [this, i](bool on) { m_chart.setSeriesVisible(i, on); });
        m_row->insertWidget(i, entry);
        m_entries.push_back(entry);
    }
    for (int i = 0; i < m_chart.seriesCount(); ++i) {
        QPushButton* entry = m_entries[static_cast<std::size_t>(i)];
        const QString name = m_chart.seriesName(i);
        entry->setText(fontMetrics().elidedText(name, Qt::ElideRight, 180));
        entry->setAccessibleName(name);
        const QSignalBlocker blocker(entry);
        entry->setChecked(m_chart.isSeriesVisible(i));
        entry->setVisible(!name.isEmpty());
    }
}

} // namespace attune::ui
