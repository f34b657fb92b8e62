// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/projects/StartPage.h"

#include "ui/help/HelpRequest.h"
#include "ui/projects/RecentDelegate.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/MessageBanner.h"

#include <QBoxLayout>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QShortcut>
#include <QStandardPaths>

#include <algorithm>
#include <utility>

namespace attune::ui {

namespace {

// A dialog that begins in a folder that is not there takes its name for the project's.
QString musicFolder() {
    const QString music = QStandardPaths::writableLocation(QStandardPaths::MusicLocation);
    return QFileInfo(music).isDir() ? music : QDir::homePath();
}

} // namespace

StartPage::StartPage(ProjectService& service, QWidget* parent)
    : QWidget(parent), m_service(service), m_banner(new MessageBanner(this)), m_recent(new QListWidget(this)),
      m_recentCard(nullptr), m_choices(nullptr) {
    setObjectName(QStringLiteral("startPage"));
    setSurface(this, Surface::Window);
    auto* outer = columnLayout(this, 24, 0);
    auto* middle = new QWidget(this);
    middle->setMaximumWidth(720);
    auto* column = columnLayout(middle, 0, 16);
    QLabel* title = makeLabel(tr("Teach a model your sounds"), LabelRole::Page, middle);
    QLabel* text = makeWrappedLabel(tr("Attune fine-tunes Stable Audio Open on a folder of your own sounds, "
                                       "on this computer. Nothing is uploaded."),
                                    LabelRole::Secondary, middle);
    column->addWidget(title);
    column->addWidget(text);
    buildChoices(middle);
    column->addWidget(m_banner);
    column->addWidget(m_choices);
    QFrame* recent = makeSurface(Surface::Card, middle);
    m_recentCard = recent;
    auto* recentColumn = columnLayout(recent, 14, 8);
    recentColumn->addWidget(makeLabel(tr("RECENT PROJECTS"), LabelRole::Label, recent));
    m_recent->setObjectName(QStringLiteral("recentProjects"));
    m_recent->setAccessibleName(tr("Recent projects"));
    m_recent->setItemDelegate(new RecentDelegate(m_recent));
    m_recent->setMouseTracking(true);
    m_recent->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    recentColumn->addWidget(m_recent);
    column->addWidget(recent);
    outer->addStretch(1);
    auto* centre = new QHBoxLayout;
    centre->addStretch(1);
    centre->addWidget(middle, 8);
    centre->addStretch(1);
    outer->addLayout(centre);
    outer->addStretch(2);
    connect(m_recent, &QListWidget::itemActivated, this, &StartPage::openItem);
    connect(m_recent, &QListWidget::itemClicked, this, &StartPage::openItem);
    m_recent->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_recent, &QListWidget::customContextMenuRequested, this, &StartPage::showMenu);
    connect(new QShortcut(QKeySequence::Delete, m_recent, nullptr, nullptr, Qt::WidgetShortcut),
            &QShortcut::activated, this, [this] {
                if (const QListWidgetItem* item = m_recent->currentItem(); item != nullptr)
                    m_service.forgetRecent(item->data(RecentDelegate::FolderRole).toString());
            });
    connect(&service, &ProjectService::busyChanged, this, &StartPage::setBusy);
    connect(&service, &ProjectService::closed, this, [this] { fill(); }); // its strip may be new
    connect(&service, &ProjectService::recentChanged, this, [this] { fill(); });
    connect(&service, &ProjectService::failed, m_banner, &MessageBanner::showError);
    connect(&service, &ProjectService::lockedElsewhere, this, [this](const QString& place) {
        m_locked = place;
        m_banner->setRemedyAction(tr("Open it for &reading"));
    });
    connect(m_banner, &MessageBanner::remedyTriggered, this, [this] { m_service.openForReading(m_locked); });
    connect(&service, &ProjectService::opened, m_banner, &QWidget::hide);
    connect(&service, &ProjectService::opened, this, [this] {
        const QString from = std::exchange(m_movedFrom, {});
        if (!from.isEmpty() && from != m_service.project().folder) m_service.forgetRecent(from);
    });
    connect(&service, &ProjectService::failed, this, [this] { m_movedFrom.clear(); });
    fill();
}

void StartPage::buildChoices(QWidget* parent) {
    m_choices = new QWidget(parent);
    auto* row = rowLayout(m_choices, 0, 12);
    const auto addChoice = [&](const QString& head, const QString& body, const QString& button,
                               ButtonRole role, const QString& name) {
        QFrame* card = makeSurface(Surface::Card, m_choices);
        auto* cardColumn = columnLayout(card, 16, 8);
        cardColumn->addWidget(makeLabel(head, LabelRole::Item, card));
        QLabel* words = makeWrappedLabel(body, LabelRole::Secondary, card);
        cardColumn->addWidget(words);
        cardColumn->addStretch(1); // the three begin in one line
        QPushButton* go = makeButton(button, role, name, card);
        cardColumn->addWidget(go);
        row->addWidget(card, 1);
        return go;
    };
    QPushButton* tour = addChoice(tr("Try the tour"),
                                  tr("A small starter model and a handful of sounds: hear it learn in two "
                                     "minutes. Nothing to download."),
                                  tr("&Try the tour"), ButtonRole::Primary, QStringLiteral("startTour"));
    QPushButton* create = addChoice(tr("New project"), tr("Start from a folder of your own sounds."),
                                    tr("&New project…"), ButtonRole::Normal, QStringLiteral("newProject"));
    QPushButton* open = addChoice(tr("Open"), tr("Go on with a project folder; or drop it into the window."),
                                  tr("&Open project…"), ButtonRole::Normal, QStringLiteral("openProject"));
    setFocusProxy(tour);
    // As they are seen; the list was made before the buttons.
    setTabOrder(tour, create);
    setTabOrder(create, open);
    setTabOrder(open, m_recent);
    connect(tour, &QPushButton::clicked, this, [this] { m_service.startTour(); });
    connect(create, &QPushButton::clicked, this, [this] { askNew(); });
    connect(open, &QPushButton::clicked, this, [this] { askOpen(); });
}

// One wish at a time: a second click would make a second project.
void StartPage::setBusy(bool isBusy) {
    if (isBusy && isAncestorOf(focusWidget())) m_focus = focusWidget();
    m_choices->setEnabled(!isBusy);
    m_recentCard->setEnabled(!isBusy);
    if (!isBusy && m_focus && isVisible()) m_focus->setFocus(Qt::OtherFocusReason);
    if (!isBusy) m_focus.clear();
}

void StartPage::fill() {
    m_recent->clear();
    for (const RecentProject& project : m_service.recent()) {
        auto* item = new QListWidgetItem(project.name, m_recent);
        item->setData(RecentDelegate::FolderRole, project.folder);
        item->setData(
            RecentDelegate::DetailRole,
            project.isThere
                ? tr("%1 · %2").arg(QLocale().toString(project.opened, QLocale::ShortFormat), project.folder)
                : tr("not found now · %1").arg(project.folder));
        item->setToolTip(project.folder);
        if (m_stripOf) item->setData(RecentDelegate::StripRole, m_stripOf(project.folder));
        if (!project.isThere) {
            item->setData(RecentDelegate::MissingRole, true);
            item->setToolTip(tr("The folder is not there now. A click says what can be done."));
        }
    }
    m_recentCard->setVisible(m_recent->count() > 0);
    m_recent->setFixedHeight(std::min(m_recent->count(), 5) * m_recent->sizeHintForRow(0) + 8);
}

// The style may report one click as two.
void StartPage::openItem(const QListWidgetItem* item) {
    const QString folder = item->data(RecentDelegate::FolderRole).toString();
    if (item->data(RecentDelegate::MissingRole).toBool())
        offerForMissing(item->text(), folder);
    else if (m_service.project().folder != folder)
        m_service.open(folder);
}

void StartPage::offerForMissing(const QString& name, const QString& folder) {
    const auto* asked = findChild<QMessageBox*>(QStringLiteral("missingProject"));
    if (asked != nullptr && asked->isVisible()) return;
    auto* box = new QMessageBox(QMessageBox::Question, tr("The project is not there"),
                                tr("“%1” is not where it was.").arg(name), QMessageBox::NoButton, this);
    box->setObjectName(QStringLiteral("missingProject"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(tr("It was in %1. If that is on a drive, connect it and try again; if the folder "
                               "was moved or renamed, show where it is now.")
                                .arg(folder));
    setHelpTopic(box, QStringLiteral("moving"));
    const auto offer = [&](const QString& text, QMessageBox::ButtonRole role, const QString& object,
                           auto then) {
        QPushButton* button = box->addButton(text, role);
        button->setObjectName(object);
        connect(button, &QPushButton::clicked, this, then);
        return button;
    };
    box->setDefaultButton(offer(tr("&Show where it is…"), QMessageBox::ActionRole, QStringLiteral("locate"),
                                [this, folder] { askWhereItIs(folder); }));
    offer(tr("&Try again"), QMessageBox::ActionRole, QStringLiteral("tryAgain"),
          [this, folder] { m_service.open(folder); });
    offer(tr("&Remove from this list"), QMessageBox::DestructiveRole, QStringLiteral("forget"),
          [this, folder] { m_service.forgetRecent(folder); });
    box->addButton(QMessageBox::Cancel);
    box->open();
}

void StartPage::askWhereItIs(const QString& folder) {
    auto* dialog = new QFileDialog(this, tr("Where is the project folder now?"), musicFolder());
    dialog->setObjectName(QStringLiteral("whereItIs"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, [this, folder](const QString& now) {
        m_movedFrom = folder;
        m_service.open(now);
    });
    dialog->open();
}

void StartPage::showMenu(const QPoint& at) {
    const QListWidgetItem* item = m_recent->itemAt(at);
    if (item == nullptr) return;
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("recentMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString folder = item->data(RecentDelegate::FolderRole).toString();
    QAction* forget = menu->addAction(tr("&Remove from this list"));
    forget->setShortcut(QKeySequence::Delete);
    connect(forget, &QAction::triggered, this, [this, folder] { m_service.forgetRecent(folder); });
    menu->popup(m_recent->viewport()->mapToGlobal(at));
}

void StartPage::setStrips(std::function<QByteArray(const QString&)> stripOf) {
    m_stripOf = std::move(stripOf);
    fill();
}

void StartPage::askNew() {
    auto* dialog = new QFileDialog(this, tr("Name the new project"), musicFolder());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setLabelText(QFileDialog::Accept, tr("Create"));
    dialog->setLabelText(QFileDialog::FileName, tr("Name:"));
    dialog->setOption(QFileDialog::DontConfirmOverwrite);
    dialog->selectFile(tr("My sounds"));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& folder) { m_service.create(folder, QFileInfo(folder).fileName()); });
    connect(dialog, &QDialog::rejected, this, &StartPage::newCancelled);
    dialog->open();
}

void StartPage::askOpen() {
    auto* dialog = new QFileDialog(this, tr("Open a project folder"), musicFolder());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& folder) { m_service.open(folder); });
    dialog->open();
}

} // namespace attune::ui
