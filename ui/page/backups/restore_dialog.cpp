// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/restore_dialog.h"

#include "core/base/unit.h"
#include "ui/page/backups/backup_proposer.h"
#include "ui/page/backups/backup_words.h"
#include "ui/page/backups/choice_card.h"
#include "ui/page/backups/foreign_field.h"
#include "ui/page/backups/holders_view.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"
#include "widgets/feedback/reading_label.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QPushButton>
#include <QVBoxLayout>

namespace qbm::ui {

using namespace widgets;

namespace {

constexpr int kWidth = 840;
constexpr int kHoldersHeight = 210;

/// How long the application was down when a restore was last made that way here.
std::optional<std::chrono::milliseconds> measuredDown(const service::BackupFacts& facts, backup::RestoreWay way)
{
    return facts.lastRestoreWay == way ? facts.lastRestoreDown : std::nullopt;
}

QString sideNote(const service::BackupFacts& facts)
{
    const auto down = measuredDown(facts, backup::RestoreWay::Side);
    return down ? Tr::tr("Down only while the pods stop and start: %1 when it was last done here.").arg(tookText(*down))
                : Tr::tr("Down only while the pods stop and start: seconds, however large the backup is.");
}

QString inPlaceNote(const service::BackupFacts& facts)
{
    if (const auto down = measuredDown(facts, backup::RestoreWay::InPlace))
        return Tr::tr("The application is down from beginning to end: %1 when it was last done here.")
            .arg(tookText(*down));
    if (facts.lastDrill && facts.lastDrill->passed)
        return Tr::tr("The application is down from beginning to end: filling alone took %1 in the last drill.")
            .arg(tookText(facts.lastDrill->restoreTook));
    return Tr::tr(
        "The application is down from beginning to end; how long that takes was not measured here, a drill does "
        "that.");
}

QString databaseName(const Session& session)
{
    const auto& postgres = session.profile().postgres;
    return postgres ? qstr(postgres->database) : Tr::tr("the database");
}

} // namespace

QCheckBox* makeRolesBox()
{
    auto* box = new QCheckBox(Tr::tr("Make roles that the backup names and the server lacks"));
    box->setToolTip(Tr::tr("Without login and password. Else what needs them is left out, and the plan names it"));
    return box;
}

RestoreDialog::RestoreDialog(Session& session, QWidget* parent)
    : Dialog(parent)
    , m_session(session)
    , m_endSessions(new QCheckBox(Tr::tr("End sessions that still hold the database once the pods are gone")))
    , m_silence(new QCheckBox(Tr::tr("Silence the alerts of this system meanwhile")))
    , m_makeRoles(makeRolesBox())
    , m_holders(new HoldersView(session, *new BackupProposer(session, this)))
{
    setMinimumWidth(kWidth);
}

RestoreDialog::RestoreDialog(
    Session& session, const backup::Backup& backup, const service::BackupFacts& facts, QWidget* parent)
    : RestoreDialog(session, parent)
{
    setHeading(Tr::tr("Restore %1 from %2").arg(databaseName(session), qstr(backup.name)));
    setSentence(Tr::tr("Its data is as of %1 (%2, %3). What was written since then is not in it.")
                    .arg(localTimeText(backup.takenAt), agoText(backup.takenAt), qstr(formatBytes(backup.sizeBytes))));
    if (backup.belonging == backup::Belonging::Foreign)
        body()->addWidget(m_foreign = new ForeignField(backup));
    addWays(facts);
    finish();
}

RestoreDialog::RestoreDialog(Session& session, const backup::SideDatabase& kept, QWidget* parent)
    : RestoreDialog(session, parent)
{
    setHeading(Tr::tr("Swap %1 back in").arg(qstr(kept.name)));
    setSentence(Tr::tr("The two databases exchange their names: %1 holds the data of %2 again, and what it holds now "
                       "stays under a dated name. The application is down while the pods stop and start.")
                    .arg(databaseName(session), localTimeText(kept.stamp)));
    finish();
}

void RestoreDialog::addWays(const service::BackupFacts& facts)
{
    auto* group = new QButtonGroup(this);
    m_side = new ChoiceCard(Tr::tr("Into a side database, then exchange (default)"),
        Tr::tr("The application runs on while the backup is restored beside the live database and held against its "
               "record. Only then the pods stop, the two databases exchange their names, and the pods start. The old "
               "data stays under a dated name for an instant way back."),
        *group);
    m_inPlace = new ChoiceCard(Tr::tr("In place, as the guide does it"),
        Tr::tr("The present data is dumped, then replaced. Needs no room for a second database."), *group);
    m_side->setNote(sideNote(facts));
    m_inPlace->setNote(inPlaceNote(facts), State::Warning);
    body()->addWidget(m_side);
    body()->addWidget(m_inPlace);
    m_side->choose();
}

void RestoreDialog::finish()
{
    m_silence->setChecked(true);
    m_silence->setToolTip(Tr::tr("The silence ends by itself; the end of the restore lists what would have fired"));
    m_silence->setVisible(m_session.profile().alertmanager.has_value());
    m_endSessions->setToolTip(Tr::tr("Without it the restore waits for them, names them, and gives up in the end"));
    auto* boxes = new QVBoxLayout;
    boxes->setSpacing(tokens::kSpaceXs);
    boxes->addWidget(m_endSessions);
    boxes->addWidget(m_silence);
    boxes->addWidget(m_makeRoles);
    m_makeRoles->setVisible(m_side != nullptr); // nothing is made when databases only exchange their names
    body()->addLayout(boxes);
    body()->addWidget(makeSeparator());
    body()->addWidget(
        makeLabel(Tr::tr("Who is connected now"), TypeRole::Caption, TextTone::Secondary, tokens::kWeightSemibold));
    m_holders->setMinimumHeight(kHoldersHeight);
    body()->addWidget(m_holders, 1);
    addCancelButton();
    QPushButton* next = addButton(Tr::tr("Show the plan"), ButtonKind::Primary);
    connect(next, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT chosen(options());
    });
    next->setFocus();
    if (m_foreign == nullptr)
        return;
    const auto review = [this, next] {
        next->setEnabled(m_foreign->isAccepted());
        next->setToolTip(m_foreign->whyNot());
        next->setAccessibleDescription(m_foreign->whyNot());
    };
    connect(m_foreign, &ForeignField::changed, this, review);
    review();
}

backup::RestoreOptions RestoreDialog::options() const
{
    backup::RestoreOptions options;
    options.way
        = m_inPlace != nullptr && m_inPlace->isChosen() ? backup::RestoreWay::InPlace : backup::RestoreWay::Side;
    // Without a cluster there is nothing to scale; the plan says so.
    options.stopApplication = m_session.profile().kubernetes.has_value();
    options.endSessions = m_endSessions->isChecked();
    options.silenceAlerts = m_silence->isChecked();
    options.makeRoles = m_makeRoles->isChecked();
    options.foreign = m_foreign != nullptr ? m_foreign->text() : std::string();
    return options;
}

} // namespace qbm::ui
