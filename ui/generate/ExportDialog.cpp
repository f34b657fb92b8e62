// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/generate/ExportDialog.h"

#include "ui/help/HelpRequest.h"
#include "ui/widgets/Controls.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

namespace attune::ui {

ExportDialog::ExportDialog(const QString& runId, qint64 step, const QString& suggestedFolder, QWidget* parent)
    : QDialog(parent), m_runId(runId), m_step(step), m_folder(new QLineEdit(suggestedFolder, this)),
      m_container(new QComboBox(this)), m_precision(new QComboBox(this)),
      m_ema(new QCheckBox(tr("Use the &averaged weights (EMA), which usually sound better"), this)) {
    setWindowTitle(tr("Export checkpoint"));
    setMinimumWidth(520);
    setHelpTopic(this, QStringLiteral("export"));
    setHelpTopic(m_ema, QStringLiteral("ema"));
    setHelpTopic(m_precision, QStringLiteral("export-precision"));
    auto* column = columnLayout(this, 18, 14);
    column->addWidget(makeLabel(tr("Export checkpoint %L1").arg(step), LabelRole::Page, this));
    column->addWidget(makeWrappedLabel(tr("The file holds the whole model, unwrapped, with its configuration "
                                          "beside it: every Stable Audio tool opens it."),
                                       LabelRole::Secondary, this));
    auto* form = new QFormLayout;
    form->setSpacing(10);
    m_folder->setObjectName(QStringLiteral("exportFolder"));
    m_container->setObjectName(QStringLiteral("exportContainer"));
    m_container->addItem(tr(".safetensors file"), QStringLiteral("safetensors"));
    m_container->addItem(tr(".ckpt file"), QStringLiteral("ckpt"));
    m_container->addItem(tr("folder that stable-audio-tools trains from"),
                         QStringLiteral("stable-audio-tools"));
    m_precision->setObjectName(QStringLiteral("exportPrecision"));
    m_precision->addItem(tr("32 bit (as trained)"), QStringLiteral("fp32"));
    m_precision->addItem(tr("16 bit, half the size"), QStringLiteral("fp16"));
    m_precision->addItem(tr("bfloat16, half the size"), QStringLiteral("bf16"));
    m_ema->setObjectName(QStringLiteral("exportEma"));
    m_ema->setChecked(true);
    auto* where = new QWidget(this);
    auto* whereRow = rowLayout(where, 0, 8);
    QToolButton* browse = makeIconButton(QStringLiteral("folder"), tr("Choose a folder"),
                                         QStringLiteral("exportBrowse"), where);
    whereRow->addWidget(m_folder, 1);
    whereRow->addWidget(browse);
    form->addRow(tr("&Folder"), where);
    form->addRow(tr("&Kind"), m_container);
    form->addRow(tr("&Precision"), m_precision);
    form->addRow(QString(), m_ema);
    qobject_cast<QLabel*>(form->labelForField(where))->setBuddy(m_folder);
    for (QWidget* widget : {static_cast<QWidget*>(m_folder), static_cast<QWidget*>(m_container),
                            static_cast<QWidget*>(m_precision)})
        widget->setAccessibleName(QString(widget == m_folder      ? tr("Folder")
                                          : widget == m_container ? tr("Kind")
                                                                  : tr("Precision")));
    column->addLayout(form);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    QPushButton* cancel = makeButton(tr("Cancel"), ButtonRole::Normal, QStringLiteral("exportCancel"), this);
    QPushButton* go = makeButton(tr("&Export"), ButtonRole::Primary, QStringLiteral("exportGo"), this);
    go->setDefault(true);
    buttons->addWidget(cancel);
    buttons->addWidget(go);
    column->addLayout(buttons);
    connect(browse, &QToolButton::clicked, this, [this] {
        auto* dialog = new QFileDialog(this, tr("Choose a folder"), m_folder->text());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::Directory);
        connect(dialog, &QFileDialog::fileSelected, m_folder, &QLineEdit::setText);
        dialog->open();
    });
    connect(m_folder, &QLineEdit::textChanged, go,
            [go](const QString& text) { go->setEnabled(!text.trimmed().isEmpty()); });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(go, &QPushButton::clicked, this, [this] {
        Q_EMIT exportRequested({m_runId, m_step, m_folder->text().trimmed(),
                                m_container->currentData().toString(), m_precision->currentData().toString(),
                                m_ema->isChecked()});
        accept();
    });
}

} // namespace attune::ui
