// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/tier.h"
#include "core/base/worker_pool.h"

#include <QMenu>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qbm::ui {
class TaskRunner;
}

namespace qbm::console {

/// The profiles there are, as the menu of the header lists them: the tier's colour and word, a mark at the one that is
/// connected. Their files are read elsewhere; the menu shows what was read last and corrects itself.
class ProfileMenu : public QObject {
    Q_OBJECT
public:
    ProfileMenu(WorkerPool& pool, QObject* parent);
    ~ProfileMenu() override;

    /// Reads the profiles again. \param current the file of the connected one, or empty
    void refresh(const std::filesystem::path& current);
    /// Puts an entry for each profile at the menu's end.
    void fill(QMenu& menu);

Q_SIGNALS:
    void chosen(const QString& name);
    /// What fill() puts into a menu has changed.
    void changed();

private:
    struct Entry {
        std::string name;
        std::optional<Tier> tier; ///< unset: the file cannot be read as a profile
        bool current = false;
        friend bool operator==(const Entry&, const Entry&) = default;
    };
    static std::vector<Entry> read(const std::filesystem::path& current);

    std::unique_ptr<ui::TaskRunner> m_reader;
    std::vector<Entry> m_entries;
};

} // namespace qbm::console
