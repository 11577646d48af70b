// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/backups/backup_actions.h"

#include "ui/page/backups/backup_dialog.h"
#include "ui/page/backups/backup_proposer.h"
#include "ui/page/backups/elsewhere_dialog.h"
#include "ui/page/backups/restore_dialog.h"
#include "ui/session/session.h"
#include "ui/text/tr.h"

#include <utility>

namespace qbm::ui {

using backup::Backup;

/// Collects the actions of one backup; each line says what it needs.
class BackupActions::Builder {
public:
    Builder(const Session& session, const std::optional<Backup>& backup)
        : m_session(session)
        , m_backup(backup)
    {
    }

    enum class Needs { Reading, Writing };
    void add(
        const char* id, const QString& label, const char* icon, Needs needs, std::function<void(const Backup&)> run)
    {
        ObjectAction action;
        action.id = QString::fromLatin1(id);
        action.label = label;
        action.icon = QString::fromLatin1(icon);
        action.separated = std::exchange(m_separate, false);
        if (needs == Needs::Writing && m_session.isReadOnly())
            action.whyNot = Tr::tr("This window is read-only.");
        else if (!m_backup)
            action.whyNot = Tr::tr("Choose a backup in the table first.");
        if (m_backup)
            action.run = [backup = *m_backup, run = std::move(run)] { run(backup); };
        m_list.push_back(std::move(action));
    }
    void inBar() { m_list.back().inBar = true; }
    void separate() { m_separate = true; }
    /// The last one cannot be done, unless something else forbids it already.
    void disable(const QString& why)
    {
        if (m_list.back().whyNot.isEmpty())
            m_list.back().whyNot = why;
    }
    void needsUsable()
    {
        if (m_backup && !m_backup->usable())
            disable(Tr::tr("This file cannot be used: %1").arg(translated(explain(m_backup->state))));
    }
    std::vector<ObjectAction> take() { return std::move(m_list); }

private:
    const Session& m_session;
    const std::optional<Backup>& m_backup;
    std::vector<ObjectAction> m_list;
    bool m_separate = false;
};

BackupActions::BackupActions(Session& session, BackupProposer& proposer, QWidget* page)
    : QObject(page)
    , m_session(session)
    , m_proposer(proposer)
    , m_page(page)
{
}

QString BackupActions::whyNoBackup() const
{
    return m_session.isReadOnly() ? Tr::tr("This window is read-only.") : QString();
}

void BackupActions::backUp()
{
    auto* dialog = new BackupDialog(m_session, m_page->window());
    connect(dialog, &BackupDialog::chosen, this, [this](const backup::BackupOptions& options) {
        m_proposer.propose(m_proposer.service().makeBackupOperation(options));
    });
    dialog->open();
}

void BackupActions::restore(const Backup& backup)
{
    auto* dialog = new RestoreDialog(m_session, backup, m_facts, m_page->window());
    connect(dialog, &RestoreDialog::chosen, this, [this, name = backup.name](const backup::RestoreOptions& options) {
        m_proposer.propose(Tr::tr("This backup cannot be restored"),
            [name, options](const service::BackupService& service, TaskContext& context) {
                return service.makeRestoreOperation(name, options, context);
            });
    });
    dialog->open();
}

void BackupActions::restoreElsewhere(const Backup& backup)
{
    auto* dialog = new ElsewhereDialog(m_session, backup, m_page->window());
    connect(dialog, &ElsewhereDialog::chosen, this,
        [this, name = backup.name](const backup::RestoreElsewhereOptions& options) {
            m_proposer.propose(Tr::tr("This backup cannot be restored there"),
                [name, options](const service::BackupService& service, TaskContext& context) {
                    return service.makeRestoreElsewhereOperation(name, options, context);
                });
        });
    dialog->open();
}

void BackupActions::drill(const std::string& backup)
{
    m_proposer.propose(
        Tr::tr("The drill cannot be run"), [backup](const service::BackupService& service, TaskContext& context) {
            return service.makeDrillOperation(backup, {}, context);
        });
}

QString BackupActions::whyNoDrill() const
{
    if (m_session.isReadOnly())
        return Tr::tr("This window is read-only.");
    if (m_facts.at == TimePoint{})
        return Tr::tr("The backups have not been read yet.");
    return m_facts.newestGood ? QString() : Tr::tr("There is no usable backup.");
}

void BackupActions::drillNewest()
{
    if (m_facts.newestGood)
        drill(m_facts.newestGood->name);
}

void BackupActions::addKeeping(Builder& builder, const std::optional<Backup>& backup)
{
    using Needs = Builder::Needs;
    const bool pinned = backup && backup->sidecar && backup->sidecar->pinned;
    builder.separate();
    builder.add("pin", pinned ? Tr::tr("Unpin…") : Tr::tr("Pin…"), pinned ? "window-unpin" : "pin", Needs::Writing,
        [this, pinned](const Backup& chosen) {
            m_proposer.propose(Tr::tr("The pin cannot be changed"),
                [name = chosen.name, pinned](const service::BackupService& service, TaskContext& context) {
                    return service.makePinOperation(name, !pinned, context);
                });
        });
    if (backup && !backup->sidecar)
        builder.disable(Tr::tr("It has no record to hold the pin: adopt it first."));
    builder.add("adopt", Tr::tr("Adopt…"), "document-import", Needs::Writing, [this](const Backup& chosen) {
        m_proposer.propose(Tr::tr("This backup cannot be adopted"),
            [name = chosen.name](const service::BackupService& service, TaskContext& context) {
                return service.makeAdoptOperation(name, context);
            });
    });
    if (backup && backup->sidecar)
        builder.disable(Tr::tr("It has a record already."));
    builder.needsUsable();
}

void BackupActions::addCopies(Builder& builder)
{
    builder.separate();
    const auto& places = m_proposer.service().settings().copies;
    if (places.empty()) {
        builder.add("copy", Tr::tr("Copy to a second place…"), "edit-copy", Builder::Needs::Writing, {});
        builder.disable(Tr::tr("The profile names no second place for backups."));
    }
    for (const backup::CopyPlace& place : places) {
        builder.add("copy", Tr::tr("Copy to %1…").arg(qstr(place.name)), "edit-copy", Builder::Needs::Writing,
            [this, place = place.name](const Backup& chosen) {
                m_proposer.propose(Tr::tr("This backup cannot be copied"),
                    [name = chosen.name, place](const service::BackupService& service, TaskContext& context) {
                        return service.makeCopyOperation(name, place, context);
                    });
            });
        builder.needsUsable();
    }
}

std::vector<ObjectAction> BackupActions::forBackup(const std::optional<Backup>& backup)
{
    using Needs = Builder::Needs;
    const auto named = [this](void (BackupActions::*signal)(const QString&)) {
        return [this, signal](const Backup& chosen) { Q_EMIT(this->*signal)(qstr(chosen.name)); };
    };
    Builder builder(m_session, backup);
    builder.add(
        "restore", Tr::tr("Restore…"), "edit-undo", Needs::Writing, [this](const Backup& chosen) { restore(chosen); });
    builder.needsUsable();
    builder.inBar();
    builder.add("verify", Tr::tr("Verify"), "dialog-ok-apply", Needs::Reading, named(&BackupActions::verifyRequested));
    builder.needsUsable();
    builder.inBar();
    builder.add("drill", Tr::tr("Drill…"), "chronometer-start", Needs::Writing,
        [this](const Backup& chosen) { drill(chosen.name); });
    builder.needsUsable();
    if (backup && backup->belonging == backup::Belonging::Foreign)
        builder.disable(Tr::tr("It is of another database or server; \"Restore elsewhere\" accepts it by name."));
    builder.inBar();
    builder.add("elsewhere", Tr::tr("Restore elsewhere…"), "document-export", Needs::Writing,
        [this](const Backup& chosen) { restoreElsewhere(chosen); });
    builder.needsUsable();
    builder.separate();
    builder.add("details", Tr::tr("Open details"), "view-list-details", Needs::Reading,
        named(&BackupActions::detailsRequested));
    builder.add(
        "contents", Tr::tr("Look inside"), "archive-extract", Needs::Reading, named(&BackupActions::contentsRequested));
    builder.needsUsable();
    addKeeping(builder, backup);
    addCopies(builder);
    return builder.take();
}

} // namespace qbm::ui
