// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/HelpPage.h"

#include "ui/help/HelpContent.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Controls.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTabWidget>
#include <QTextBrowser>

namespace attune::ui {

HelpPage::HelpPage(const DoctorServices& services, QWidget* parent)
    : QWidget(parent), m_tabs(new QTabWidget(this)), m_search(new QLineEdit(this)),
      m_list(new QListWidget(this)), m_text(new QTextBrowser(this)) {
    setObjectName(QStringLiteral("helpPage"));
    setSurface(this, Surface::Window);
    auto* column = columnLayout(this, 18, 12);
    auto* head = new QHBoxLayout;
    head->addWidget(makeLabel(tr("Help"), LabelRole::Page, this), 1);
    QPushButton* tour = makeButton(tr("&Try the tour"), ButtonRole::Normal, QStringLiteral("helpTour"), this);
    head->addWidget(tour);
    column->addLayout(head);
    auto* guide = new QWidget(m_tabs);
    auto* row = rowLayout(guide, 0, 18);
    row->setContentsMargins(0, 12, 0, 0);
    auto* left = new QVBoxLayout;
    m_search->setObjectName(QStringLiteral("helpSearch"));
    m_search->setAccessibleName(tr("Search the help"));
    m_search->setPlaceholderText(tr("Search"));
    m_search->setClearButtonEnabled(true);
    m_list->setObjectName(QStringLiteral("helpTopics"));
    m_list->setAccessibleName(tr("Topics"));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideRight);
    left->addWidget(m_search);
    left->addWidget(m_list, 1);
    auto* leftWidget = new QWidget(guide);
    leftWidget->setLayout(left);
    left->setContentsMargins(0, 0, 0, 0);
    leftWidget->setFixedWidth(320);
    row->addWidget(leftWidget);
    QFrame* card = makeSurface(Surface::Card, guide);
    m_text->setObjectName(QStringLiteral("helpText"));
    m_text->setAccessibleName(tr("Help text"));
    columnLayout(card, 20, 0)->addWidget(m_text);
    card->setMaximumWidth(860); // lines that can be read
    row->addWidget(card, 1);
    row->addStretch(0);
    m_tabs->addTab(guide, tr("Guide"));
    m_tabs->addTab(new DoctorPage(services, m_tabs), tr("Doctor"));
    m_tabs->setObjectName(QStringLiteral("helpTabs"));
    column->addWidget(m_tabs, 1);
    connect(tour, &QPushButton::clicked, this, &HelpPage::tourRequested);
    connect(m_search, &QLineEdit::textChanged, this, &HelpPage::fill);
    connect(m_list, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        if (item != nullptr) showEntry(item->data(Qt::UserRole).toString());
    });
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        if (m_list->currentItem() != nullptr) showEntry(m_list->currentItem()->data(Qt::UserRole).toString());
    });
    fill({});
    setFocusProxy(m_search);
    m_search->installEventFilter(this);
}

void HelpPage::fill(const QString& words) {
    m_list->clear();
    for (const HelpEntry* entry : HelpContent::instance().search(words)) {
        auto* item = new QListWidgetItem(entry->title, m_list);
        item->setData(Qt::UserRole, entry->key);
        item->setToolTip(entry->title); // a long one is cut off in the list
    }
    m_list->setCurrentRow(0);
    if (m_list->count() == 0)
        m_text->setHtml(QStringLiteral("<p>%1</p>")
                            .arg(tr("Nothing is written about that. Try another word.").toHtmlEscaped()));
}

// While words are typed the arrows lead through what was found.
bool HelpPage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up || key == Qt::Key_PageDown || key == Qt::Key_PageUp) {
            QCoreApplication::sendEvent(m_list, event);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void HelpPage::showEntry(const QString& key) {
    const HelpEntry* entry = HelpContent::instance().find(key);
    if (entry == nullptr) return;
    m_text->setHtml(HelpContent::html(*entry));
}

void HelpPage::showTopic(const QString& keyOrPath) {
    m_tabs->setCurrentIndex(0);
    const HelpEntry* entry = HelpContent::instance().find(keyOrPath);
    if (entry == nullptr) return;
    m_search->clear();
    for (int row = 0; row < m_list->count(); ++row)
        if (m_list->item(row)->data(Qt::UserRole).toString() == entry->key) m_list->setCurrentRow(row);
}

void HelpPage::showDoctor() {
    m_tabs->setCurrentIndex(1);
}

} // namespace attune::ui
