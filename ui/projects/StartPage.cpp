// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/projects/StartPage.h"

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
#include <QPushButton>
#include <QStandardPaths>

#include <algorithm>

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
    const auto openItem = [this](const QListWidgetItem* item) { // the style may report one click as both
        const QString folder = item->data(RecentDelegate::FolderRole).toString();
        if (item->flags().testFlag(Qt::ItemIsEnabled) && m_service.project().folder != folder)
            m_service.open(folder);
    };
    connect(m_recent, &QListWidget::itemActivated, this, openItem);
    connect(m_recent, &QListWidget::itemClicked, this, openItem);
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
            tr("%1 · %2").arg(QLocale().toString(project.opened, QLocale::ShortFormat), project.folder));
        if (m_stripOf) item->setData(RecentDelegate::StripRole, m_stripOf(project.folder));
        if (!project.isThere) {
            item->setFlags(item->flags() & ~Qt::ItemIsEnabled);
            item->setToolTip(tr("The folder is not there now; connect its drive."));
        }
    }
    m_recentCard->setVisible(m_recent->count() > 0);
    m_recent->setFixedHeight(std::min(m_recent->count(), 5) * m_recent->sizeHintForRow(0) + 8);
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
