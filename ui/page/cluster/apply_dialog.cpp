// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/apply_dialog.h"

#include "ui/text/tr.h"
#include "widgets/theme/icons.h"

#include <QCheckBox>
#include <QFile>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kWidth = 720;
constexpr int kTextHeight = 360;
constexpr qint64 kLargest = 3 * 1024 * 1024; // what an API server takes in one request

} // namespace

ApplyDialog::ApplyDialog(QWidget* parent)
    : Dialog(parent)
    , m_text(new QPlainTextEdit)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(kWidth);
    setHeading(Tr::tr("Apply a manifest"));
    setSentence(Tr::tr("One or more documents in YAML or JSON. The next step asks the server what they would change, "
                       "without changing it."));
    m_text->setFont(Theme::monoFont());
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setMinimumHeight(kTextHeight);
    m_text->setAccessibleName(Tr::tr("Manifest"));
    m_text->setPlaceholderText(QStringLiteral("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: …"));
    m_text->setTabChangesFocus(true);
    auto* open = new QPushButton(icon(QStringLiteral("document-open"), TextTone::Secondary), Tr::tr("Open a file…"));
    body()->addWidget(open, 0, Qt::AlignLeft);
    body()->addWidget(m_text, 1);
    auto* force = new QCheckBox(Tr::tr("Take over fields that others manage"));
    force->setToolTip(Tr::tr(
        "Without it, a field that another manager sets to another value is a conflict, and nothing is changed."));
    body()->addWidget(force);
    addCancelButton();
    QPushButton* next = addButton(Tr::tr("Show the plan"), ButtonKind::Primary);
    next->setEnabled(false);
    connect(open, &QPushButton::clicked, this, &ApplyDialog::openFile);
    connect(m_text, &QPlainTextEdit::textChanged, this,
        [this, next] { next->setEnabled(!m_text->toPlainText().trimmed().isEmpty()); });
    connect(next, &QPushButton::clicked, this, [this, force] {
        accept();
        Q_EMIT chosen(m_text->toPlainText(), force->isChecked());
    });
    m_text->setFocus();
}

void ApplyDialog::openFile()
{
    FileRequest request;
    request.title = Tr::tr("Open a manifest");
    request.nameFilters = QStringList{Tr::tr("Manifests (*.yaml *.yml *.json)"), Tr::tr("All files (*)")};
    chooseFile(this, request, [this](const QString& path) {
        if (!path.isEmpty())
            load(path);
    });
}

void ApplyDialog::load(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return tell(this, State::Danger, Tr::tr("The file cannot be read"),
            Tr::tr("%1: %2. Choose another file.").arg(path, file.errorString()));
    const QByteArray content = file.read(kLargest + 1);
    if (content.size() > kLargest)
        return tell(this, State::Danger, Tr::tr("The file is too large"),
            Tr::tr("%1 has more than 3 MiB, which no API server takes at once. Split it.").arg(path));
    m_text->setPlainText(QString::fromUtf8(content));
}

} // namespace qbm::ui
