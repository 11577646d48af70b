// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/fakes/fake_backups.h"
#include "tests/ui/page_fixture.h"
#include "tests/ui/widget_walk.h"
#include "ui/layout/action_bar.h"
#include "ui/operation/operation_dialog.h"
#include "ui/page/backups/backup_panel.h"
#include "ui/page/backups/backups_page.h"
#include "ui/page/backups/catalogue_view.h"
#include "widgets/feedback/banner.h"
#include "widgets/feedback/dialog.h"
#include "widgets/feedback/side_panel.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/table/table_model.h"
#include "widgets/table/table_view.h"

#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QTableView>

namespace qbm::tests {

// What FakeBackups begins with:
inline const auto kGood = QStringLiteral("qbm_backup_20261122_020000.dump");
inline const auto kWithoutRecord = QStringLiteral("qbm_backup_20261121_020000.dump");
inline const auto kCutOff = QStringLiteral("qbm_backup_20261120_020000.dump");

/// The backups page over fakes.
struct BackupsFixture : PageFixture<ui::BackupsPage> {
    std::shared_ptr<fakes::FakeBackups> backups = std::make_shared<fakes::FakeBackups>();
    BackupsFixture()
    {
        QSettings().clear();
        fakes.backups = backups;
        fakes.profile.postgres = config::PostgresAccess();
        fakes.profile.postgres->host = "db.example.org";
        fakes.profile.kubernetes = config::KubernetesAccess();
        fakes.profile.alertmanager = config::HttpAccess{"http://localhost:9093", {}, {}};
    }
    ~BackupsFixture()
    {
        while (auto* dialog = page ? page->findChild<QDialog*>() : nullptr)
            delete dialog; // with those it opened
    }
    widgets::TableView* table() const { return page->catalogue()->table(); }
    ui::ActionBar* bar() const { return page->catalogue()->findChild<ui::ActionBar*>(); }
    /// What the bar or its menu would do; nullptr where the action is not offered.
    const ui::ObjectAction* offered(const char* id) const { return offeredBy(bar(), id); }
    static const ui::ObjectAction* offeredBy(const ui::ActionBar* bar, const char* id)
    {
        for (const ui::ObjectAction& action : bar->actions()) {
            if (action.id == QLatin1String(id))
                return &action;
        }
        return nullptr;
    }
    QAbstractButton* backUp() const { return buttonNamed(page.get(), QStringLiteral("Back up now…")); }
    widgets::SidePanel* side() const { return page->findChild<widgets::SidePanel*>(); }
    template <class DialogKind> DialogKind* dialog() const { return page->findChild<DialogKind*>(); }
    /// The plan that was proposed, when it is there.
    ui::OperationDialog* proposed() const
    {
        return QTest::qWaitFor([this] {
            const auto* plan = dialog<ui::OperationDialog>();
            return plan != nullptr && plan->isSettled();
        })
            ? dialog<ui::OperationDialog>()
            : nullptr;
    }
    /// Opens the page and chooses a backup.
    bool openOn(const QString& backup)
    {
        open();
        if (!settle())
            return false;
        table()->selectKey(backup);
        return table()->currentKey() == backup;
    }
    /// The banner on the page that says so, or nullptr.
    widgets::Banner* banner(const QString& text) const
    {
        for (auto* banner : page->findChildren<widgets::Banner*>()) {
            if (banner->isVisible() && banner->message().contains(text))
                return banner;
        }
        return nullptr;
    }
};

/// A backup of the fast format with everything in its record.
backup::Backup makeBackup(int hoursOld, std::uint64_t sizeBytes);
/// A catalogue of `count` backups of every kind and state, newest first.
std::vector<backup::Backup> makeCatalogue(int count);
/// Everything the page can show: alarms, costs, contents, a retention plan, schedules, kept databases, drills, holders,
/// copies.
void fillRich(fakes::FakeBackups& backups);

} // namespace qbm::tests
