// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dataset/ClipDelegates.h"

#include "core/dataset/Finding.h"
#include "ui/audio/PeakCache.h"
#include "ui/audio/WaveformPainter.h"
#include "ui/bridge/ImportedClips.h"
#include "ui/dataset/ClipTableModel.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QLineEdit>
#include <QPainter>

namespace attune::ui {

namespace {

void paintBackground(QPainter* painter, const QStyleOptionViewItem& option) {
    const QWidget* widget = option.widget;
    QStyle* style = widget != nullptr ? widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, widget);
}

} // namespace

WaveformDelegate::WaveformDelegate(PeakCache& peaks, QObject* parent)
    : QStyledItemDelegate(parent), m_peaks(peaks) {}

void WaveformDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const {
    paintBackground(painter, option);
    const auto* model = qobject_cast<const ClipTableModel*>(index.model());
    if (model == nullptr) return;
    const dataset::ClipRecord& clip = model->record(index.row());
    if (!clip.isReadable() || clip.frameCount == 0 || isImported(clip)) return;
    const SharedPeaks peaks = m_peaks.peaks(model->fileOf(clip), clip.contentHash);
    if (!peaks) return;
    const Theme& theme = Theme::instance();
    const QRectF area = QRectF(option.rect).adjusted(8, 5, -8, -5);
    paintWaveform(*painter, area, *peaks, 0, peaks->frameCount(),
                  {theme.color(ColorRole::Waveform), theme.color(ColorRole::Accent), 0.0, 2.0, 1.5,
                   fittingGain(*peaks)});
}

QSize WaveformDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {112, 33};
}

void FindingDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
    paintBackground(painter, option);
    const int severity = index.data(ClipTableModel::SeverityRole).toInt();
    if (severity < 0) return;
    const Theme& theme = Theme::instance();
    const QPointF centre = QRectF(option.rect).center();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    switch (static_cast<dataset::Severity>(severity)) {
    case dataset::Severity::Information:
        painter->setPen(QPen(theme.color(ColorRole::Text3), 1.5));
        painter->drawEllipse(centre, 3.2, 3.2);
        break;
    case dataset::Severity::Warning:
        painter->setBrush(theme.color(ColorRole::Warn));
        painter->drawEllipse(centre, 4.0, 4.0);
        break;
    case dataset::Severity::Problem:
        painter->setBrush(theme.color(ColorRole::Bad));
        painter->translate(centre);
        painter->rotate(45);
        painter->drawRect(QRectF(-3.6, -3.6, 7.2, 7.2));
        break;
    }
    painter->restore();
}

QSize FindingDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {24, 33};
}

void ClipTextDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    const Theme& theme = Theme::instance();
    const auto* model = qobject_cast<const ClipTableModel*>(index.model());
    if (model == nullptr) return;
    const dataset::ClipRecord& clip = model->record(index.row());
    ColorRole role = index.column() == ClipTableModel::Name ? ColorRole::Text : ColorRole::Text2;
    if (!clip.isUsable())
        role = ColorRole::Text3;
    else if (index.column() == ClipTableModel::Split && clip.split == dataset::SplitSide::HeldOut)
        role = ColorRole::Accent;
    for (const QPalette::ColorRole text : {QPalette::Text, QPalette::HighlightedText})
        option->palette.setColor(text, theme.color(role));
    if (index.column() == ClipTableModel::Name && option->state.testFlag(QStyle::State_Selected))
        option->font.setWeight(QFont::DemiBold);
    if (index.column() == ClipTableModel::Prompt && clip.isPromptEdited) option->font.setItalic(true);
    option->textElideMode = index.column() == ClipTableModel::Name ? Qt::ElideMiddle : Qt::ElideRight;
}

QWidget* ClipTextDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                                        const QModelIndex& index) const {
    QWidget* editor = QStyledItemDelegate::createEditor(parent, option, index);
    if (auto* line = qobject_cast<QLineEdit*>(editor)) {
        line->setObjectName(QStringLiteral("promptEditor"));
        line->setAccessibleName(tr("Prompt"));
    }
    return editor;
}

} // namespace attune::ui
