// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dataset/SourcesPanel.h"

#include "core/base/Text.h"
#include "ui/bridge/ImportedClips.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/CountDelegate.h"

#include <QBoxLayout>
#include <QDesktopServices>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QUrl>

#include <algorithm>

namespace attune::ui {

SourcesPanel::SourcesPanel(QWidget* parent) : QWidget(parent), m_list(new QListWidget(this)) {
    auto* column = columnLayout(this, 0, 4);
    auto* head = new QHBoxLayout;
    head->addWidget(makeLabel(tr("SOURCES"), LabelRole::Label, this), 1);
    m_rescan = makeButton(tr("Rescan"), ButtonRole::Link, QStringLiteral("rescan"), this);
    m_watch = makeButton(tr("Watch"), ButtonRole::Chip, QStringLiteral("watchSources"), this);
    m_watch->setCheckable(true);
    m_watch->setToolTip(tr("Look by itself when files come into these folders or leave them"));
    m_rescan->setToolTip(tr("Look for new, changed and moved files (F5)"));
    m_rescan->setShortcut(QKeySequence(Qt::Key_F5));
    head->addWidget(m_rescan);
    column->addLayout(head);
    m_list->setObjectName(QStringLiteral("sourceList"));
    m_list->setAccessibleName(tr("Source folders"));
    m_list->setItemDelegate(new CountDelegate(m_list));
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_list);
    QPushButton* add = makeButton(tr("+ Add a folder"), ButtonRole::Link, QStringLiteral("addFolder"), this);
    auto* foot = new QHBoxLayout;
    foot->addWidget(add);
    foot->addStretch(1);
    foot->addWidget(m_watch);
    column->addLayout(foot);
    connect(add, &QPushButton::clicked, this, &SourcesPanel::addRequested);
    connect(m_watch, &QPushButton::toggled, this, &SourcesPanel::watchingChanged);
    connect(m_rescan, &QPushButton::clicked, this, &SourcesPanel::rescanRequested);
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row < 0) return;
        const bool isAll = row == 0;
        m_chosen = isAll ? dataset::SourceId{} : m_sources[static_cast<std::size_t>(row - 1)].id;
        Q_EMIT filterRequested(isAll ? QString() : QString::number(m_chosen.value));
    });
    connect(m_list, &QListWidget::customContextMenuRequested, this, [this](const QPoint& at) {
        const int row = m_list->row(m_list->itemAt(at)) - 1;
        if (row < 0) return;
        const dataset::SourceFolder source = m_sources[static_cast<std::size_t>(row)];
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addAction(tr("Show in file manager"), this, [source] {
            QDesktopServices::openUrl(
                QUrl::fromLocalFile(QString::fromStdString(utf8FromPath(source.folder))));
        });
        if (!isImported(source.id))
            menu->addAction(tr("Take this folder out of the project"), this,
                            [this, source] { Q_EMIT removeRequested(source.id); });
        menu->popup(m_list->viewport()->mapToGlobal(at));
    });
}

void SourcesPanel::setSources(const std::vector<dataset::SourceFolder>& sources) {
    m_sources = sources;
    fill();
}

void SourcesPanel::setWatching(bool watching) {
    m_watch->setChecked(watching);
}

void SourcesPanel::setCounts(const std::unordered_map<std::int64_t, int>& clipsBySource) {
    m_counts = clipsBySource;
    fill();
}

void SourcesPanel::fill() {
    const QSignalBlocker blocker(m_list);
    const auto chosen = std::find_if(m_sources.begin(), m_sources.end(),
                                     [this](const auto& source) { return source.id == m_chosen; });
    const bool isGone = m_chosen != dataset::SourceId{} && chosen == m_sources.end();
    m_list->clear();
    int total = 0;
    for (const auto& [id, count] : m_counts) total += count;
    const auto add = [this](const QString& name, const QString& tip, int count) {
        auto* item = new QListWidgetItem(name, m_list);
        item->setToolTip(tip);
        item->setData(CountDelegate::CountRole, count);
        item->setData(Qt::AccessibleTextRole, tr("%1, %n clips", nullptr, count).arg(name));
    };
    add(tr("All folders"), tr("Clips of every source folder"), total);
    for (const dataset::SourceFolder& source : m_sources) {
        const auto it = m_counts.find(source.id.value);
        const QString name = QString::fromStdString(utf8FromPath(source.folder.filename()));
        add(isImported(source.id) ? tr("%1 (latents)").arg(name) : name,
            QString::fromStdString(utf8FromPath(source.folder)), it == m_counts.end() ? 0 : it->second);
    }
    m_list->setCurrentRow(chosen == m_sources.end() ? 0 : 1 + static_cast<int>(chosen - m_sources.begin()));
    fitRows(*m_list, 7);
    m_rescan->setEnabled(!m_sources.empty());
    m_watch->setEnabled(!m_sources.empty());
    if (!isGone) return;
    m_chosen = {};
    Q_EMIT filterRequested({});
}

} // namespace attune::ui
