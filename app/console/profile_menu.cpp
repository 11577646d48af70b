// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/profile_menu.h"

#include "core/config/profile.h"
#include "ui/async/task_runner.h"
#include "ui/text/tr.h"
#include "widgets/feedback/badge.h"
#include "widgets/theme/theme.h"

#include <QPainter>

namespace qbm::console {

using namespace ui;
using namespace widgets;
using ui::Tr; // the widgets have a context of their own

namespace {

QIcon tierIcon(Tier tier)
{
    QPixmap mark(tokens::kIconSmall, tokens::kIconSmall);
    mark.fill(Qt::transparent);
    QPainter painter(&mark);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::current().tierColor(tier));
    painter.drawRoundedRect(mark.rect().adjusted(2, 2, -2, -2), 2, 2);
    return QIcon(mark);
}

} // namespace

ProfileMenu::ProfileMenu(WorkerPool& pool, QObject* parent)
    : QObject(parent)
    , m_reader(std::make_unique<TaskRunner>(pool))
{
}

ProfileMenu::~ProfileMenu() = default;

std::vector<ProfileMenu::Entry> ProfileMenu::read(const std::filesystem::path& current)
{
    std::vector<Entry> entries;
    for (const std::string& name : config::listProfiles()) {
        Entry entry{.name = name, .tier = {}, .current = false};
        const auto file = config::findProfile(name);
        if (file) {
            std::error_code ignored;
            entry.current = !current.empty() && std::filesystem::equivalent(*file, current, ignored);
            if (const auto profile = config::loadProfile(*file))
                entry.tier = profile->tier;
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

void ProfileMenu::refresh(const std::filesystem::path& current)
{
    m_reader->start<std::vector<Entry>>([current](TaskContext&) -> Result<std::vector<Entry>> { return read(current); },
        [this](Result<std::vector<Entry>> entries) {
            if (!entries || *entries == m_entries)
                return;
            m_entries = std::move(*entries);
            Q_EMIT changed();
        });
}

void ProfileMenu::fill(QMenu& menu)
{
    for (const Entry& entry : m_entries) {
        // What stands behind a tab is drawn at the right, as shortcuts are.
        const QString tier = entry.tier ? word(*entry.tier) : Tr::tr("cannot be read");
        const QString note = entry.current ? Tr::tr("%1, connected").arg(tier) : tier;
        QAction* action = menu.addAction(qstr(entry.name) + QLatin1Char('\t') + note);
        if (entry.tier)
            action->setIcon(tierIcon(*entry.tier));
        if (entry.current) {
            QFont font = menu.font();
            font.setWeight(QFont::DemiBold);
            action->setFont(font);
        }
        connect(action, &QAction::triggered, this, [this, name = qstr(entry.name)] { Q_EMIT chosen(name); });
    }
}

} // namespace qbm::console
