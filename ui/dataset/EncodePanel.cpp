// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dataset/EncodePanel.h"

#include "core/base/Text.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/Quantity.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>

namespace attune::ui {

EncodePanel::EncodePanel(EncodeService& service, QWidget* parent)
    : QWidget(parent), m_service(service), m_plan(makeWrappedLabel({}, LabelRole::Secondary, this)),
      m_long(new QWidget(this)), m_longFiles(new QComboBox(m_long)),
      m_encode(makeButton(tr("&Encode"), ButtonRole::Primary, QStringLiteral("encode"), this)) {
    auto* column = columnLayout(this, 14, 8);
    column->setContentsMargins(14, 10, 14, 14);
    m_plan->setObjectName(QStringLiteral("encodePlan"));
    m_encode->setToolTip(tr("Turn the clips into latents, which is what the model trains on. Only new and "
                            "changed clips are done again."));
    auto* longColumn = columnLayout(m_long, 0, 4);
    QLabel* label = makeLabel(tr("&Long files"), LabelRole::Secondary, m_long);
    label->setBuddy(m_longFiles);
    m_longFiles->setObjectName(QStringLiteral("longFiles"));
    m_longFiles->setAccessibleName(tr("Long files"));
    m_longFiles->setToolTip(tr("What happens to files that are longer than the model takes in at once"));
    m_longFiles->addItem(tr("use the beginning"), static_cast<int>(LongFiles::Beginning));
    m_longFiles->addItem(tr("split into pieces"), static_cast<int>(LongFiles::Pieces));
    m_longFiles->addItem(tr("another part each time"), static_cast<int>(LongFiles::AnyPart));
    m_longFiles->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_longFiles->setMinimumContentsLength(14);
    longColumn->addWidget(label);
    longColumn->addWidget(m_longFiles);
    m_long->hide();
    column->addWidget(m_long);
    column->addWidget(m_plan);
    column->addWidget(m_encode);
    connect(&service, &EncodeService::planReady, this,
            [this](const EncodePlanView& plan) { showPlan(plan); });
    connect(m_encode, &QPushButton::clicked, this, [this] {
        Q_EMIT started();
        m_service.start();
    });
    connect(m_longFiles, &QComboBox::activated, this, [this](int index) {
        m_service.setLongFiles(static_cast<LongFiles>(m_longFiles->itemData(index).toInt()));
    });
}

void EncodePanel::refresh() {
    m_longFiles->setCurrentIndex(m_longFiles->findData(static_cast<int>(m_service.longFiles())));
}

void EncodePanel::showPlan(const EncodePlanView& plan) {
    refresh();
    m_long->setVisible(plan.longClips > 0 || m_service.longFiles() != LongFiles::Beginning);
    const bool inPieces = m_service.longFiles() == LongFiles::Pieces; // then a clip is one or several
    const int toDo = static_cast<int>(plan.clipsToDo);
    const int done = static_cast<int>(plan.clipsDone);
    m_encode->setText(plan.clipsToDo > 0   ? inPieces ? tr("&Encode %Ln pieces", nullptr, toDo)
                                                      : tr("&Encode %Ln clips", nullptr, toDo)
                        : plan.clipsDone > 0 ? tr("Everything is encoded")
                                           : tr("&Encode"));
    m_encode->setAccessibleName(QString(m_encode->text()).remove(QLatin1Char('&')));
    m_encode->setEnabled(plan.clipsToDo > 0 && plan.blockedBecause.isEmpty());
    if (!plan.blockedBecause.isEmpty())
        m_plan->setText(plan.blockedBecause);
    else if (plan.clipsToDo > 0) {
        QString text = tr("about %1 · %2 on disk")
                           .arg(durationText(plan.seconds), bytesText(static_cast<double>(plan.diskBytes)));
        if (plan.memoryBytes > 0)
            text += tr(" · %1 of memory").arg(bytesText(static_cast<double>(plan.memoryBytes)));
        m_plan->setText(text);
    } else if (plan.clipsDone > 0)
        m_plan->setText(inPieces ? tr("%Ln pieces are ready to train on", nullptr, done)
                                 : tr("%Ln clips are ready to train on", nullptr, done));
    else if (plan.imported > 0)
        m_plan->setText(
            tr("%Ln imported latents are ready to train on", nullptr, static_cast<int>(plan.imported)));
    else
        m_plan->setText(tr("Add sounds first."));
}

} // namespace attune::ui
