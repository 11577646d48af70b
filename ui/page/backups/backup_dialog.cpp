// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/backup_dialog.h"

#include "core/base/unit.h"
#include "ui/async/task_runner.h"
#include "ui/page/backups/backup_words.h"
#include "ui/page/backups/choice_card.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"
#include "widgets/form/form.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>
#include <algorithm>

namespace qbm::ui {

using namespace widgets;
using backup::Format;

namespace {

constexpr int kWidth = 620;
/// Under a check box, beside its words.
constexpr int kIndent = 26;

QString costText(const service::FormatCost& cost)
{
    if (!cost.sizeBytes || !cost.duration)
        return Tr::tr("Not measured here yet");
    return Tr::tr("%1 in %2, as measured by %3")
        .arg(qstr(formatBytes(*cost.sizeBytes)), tookText(*cost.duration), qstr(cost.measuredBy));
}

} // namespace

BackupDialog::BackupDialog(Session& session, QWidget* parent)
    : Dialog(parent)
    , m_session(session)
    , m_settings(session.services().backups->settings())
    , m_runner(new TaskRunner(session.pool(), this))
    , m_checksums(new QCheckBox(Tr::tr("Checksum of every table's content")))
    , m_checksumCost(makeLabel({}, TypeRole::Caption, TextTone::Muted))
    , m_encrypt(new QCheckBox)
    , m_copy(new QCheckBox)
    , m_pin(new QCheckBox(Tr::tr("Pin it: retention never removes it")))
    , m_prune(new QCheckBox(Tr::tr("Apply the retention policy afterwards")))
    , m_label(new QLineEdit)
{
    setMinimumWidth(kWidth);
    const auto& postgres = session.profile().postgres;
    setHeading(postgres ? Tr::tr("Back up %1").arg(qstr(postgres->database)) : Tr::tr("Back up the database"));
    setSentence(Tr::tr("The database stays in use meanwhile. The next step shows the plan."));
    addFormats();
    addOptions();
    addCancelButton();
    QPushButton* go = addButton(Tr::tr("Show the plan"), ButtonKind::Primary);
    connect(go, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT chosen(options());
    });
    showCosts();
    askCosts();
    go->setFocus();
}

void BackupDialog::addFormats()
{
    auto* group = new QButtonGroup(this);
    const auto add = [&](Format format, const QString& title, const QString& description) {
        auto* card = new ChoiceCard(
            format == m_settings.format ? Tr::tr("%1 (default)").arg(title) : title, description, *group);
        m_cards[format] = card;
        body()->addWidget(card);
        connect(card->button(), &QRadioButton::toggled, this, &BackupDialog::showCosts);
    };
    add(Format::Fast, Tr::tr("Fast"),
        Tr::tr("NAME.dump.zst: compressed by all processors while it is read. zstd -d makes a file that pg_restore "
               "reads."));
    add(Format::Guide, Tr::tr("Plain pg_restore file"),
        Tr::tr("NAME.dump: what pg_dump -Fc -Z9 writes, as the guide does it. pg_restore reads it as it is."));
    add(Format::Directory, Tr::tr("Parallel directory"),
        Tr::tr("NAME.dumpdir: %n table(s) at a time, for databases that take hours.", nullptr, m_settings.jobs));
    m_cards.at(m_settings.format)->choose();
}

void BackupDialog::addOptions()
{
    m_checksums->setChecked(m_settings.contentChecksums);
    m_checksumCost->setContentsMargins(kIndent, 0, 0, 0);
    m_checksumCost->setWordWrap(true);
    m_encrypt->setText(Tr::tr("Encrypt it, so that this machine cannot read it"));
    m_encrypt->setToolTip(Tr::tr("For %1").arg(qstr(m_settings.encryptTo)));
    m_encrypt->setChecked(!m_settings.encryptTo.empty());
    m_encrypt->setVisible(!m_settings.encryptTo.empty());
    QStringList places;
    for (const backup::CopyPlace& place : m_settings.copies)
        places << qstr(place.name);
    m_copy->setText(Tr::tr("Copy it to %1").arg(places.join(QStringLiteral(", "))));
    m_copy->setChecked(!places.isEmpty());
    m_copy->setVisible(!places.isEmpty());
    m_label->setPlaceholderText(Tr::tr("Why it was made: before the upgrade"));

    auto* boxes = new QVBoxLayout;
    boxes->setSpacing(tokens::kSpaceS);
    auto* checksums = new QVBoxLayout;
    checksums->setSpacing(0);
    checksums->addWidget(m_checksums);
    checksums->addWidget(m_checksumCost);
    boxes->addLayout(checksums);
    for (QCheckBox* box : {m_encrypt, m_copy, m_pin, m_prune})
        boxes->addWidget(box);
    body()->addLayout(boxes);
    auto* form = new Form;
    form->addRow(Tr::tr("Label"), m_label);
    body()->addWidget(form);
}

void BackupDialog::askCosts()
{
    using Costs = std::vector<service::FormatCost>;
    m_runner->start<Costs>(
        [service = m_session.services().backups](TaskContext& context) { return service->fetchCosts(context); },
        [this](Result<Costs> costs) {
            // Without costs the choice is the same, and each card says that nothing was measured.
            m_costs = costs ? std::move(*costs) : Costs();
            showCosts();
        });
}

bool BackupDialog::isSettled() const
{
    return !m_runner->isBusy();
}

void BackupDialog::showCosts()
{
    for (const auto& [format, card] : m_cards) {
        const auto found = std::ranges::find(m_costs, format, &service::FormatCost::format);
        const bool asking = m_runner->isBusy();
        card->setNote(asking             ? Tr::tr("Looking what earlier backups cost")
                : found != m_costs.end() ? costText(*found)
                                         : Tr::tr("Not measured here yet"));
    }
    const auto chosen = std::ranges::find(m_costs, format(), &service::FormatCost::format);
    m_checksumCost->setText(chosen != m_costs.end() && chosen->checksumTook
            ? Tr::tr("Took %1 of processor time").arg(tookText(*chosen->checksumTook))
            : Tr::tr("What it costs is not measured here yet"));
}

Format BackupDialog::format() const
{
    for (const auto& [format, card] : m_cards) {
        if (card->isChosen())
            return format;
    }
    return m_settings.format;
}

backup::BackupOptions BackupDialog::options() const
{
    backup::BackupOptions options;
    options.label = m_label->text().trimmed().toStdString();
    options.pinned = m_pin->isChecked();
    options.format = format();
    options.contentChecksums = m_checksums->isChecked();
    options.encrypt = m_encrypt->isChecked();
    options.copy = m_copy->isChecked();
    options.prune = m_prune->isChecked();
    return options;
}

} // namespace qbm::ui
