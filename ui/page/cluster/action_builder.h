// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/service/cluster_service.h"
#include "ui/layout/action_bar.h"
#include "ui/page/cluster/object_table.h"
#include "ui/page/cluster/permission_book.h"

#include <optional>
#include <utility>
#include <vector>

namespace qbm::ui {

/// Collects the actions of one object; each line says what it needs.
class ActionBuilder {
public:
    ActionBuilder(bool readOnly, const PermissionBook& permissions, const std::optional<ChosenObject>& object)
        : m_readOnly(readOnly)
        , m_permissions(permissions)
        , m_object(object)
    {
    }

    enum class Needs { Reading, Writing };
    /// `question` empty: nothing to review beforehand.
    void add(const char* id, const QString& label, const char* icon, Needs needs,
        const std::optional<service::PermissionQuestion>& question, std::function<void(const ChosenObject&)> run);
    void inBar() { m_list.back().inBar = true; }
    /// The last one cannot be done, unless something else forbids it already.
    void disable(const QString& why)
    {
        if (m_list.back().whyNot.isEmpty())
            m_list.back().whyNot = why;
    }
    /// The next one stands apart.
    void separate() { m_separate = true; }
    std::vector<ObjectAction> take() { return std::move(m_list); }

private:
    bool m_readOnly;
    const PermissionBook& m_permissions;
    const std::optional<ChosenObject>& m_object;
    std::vector<ObjectAction> m_list;
    bool m_separate = false;
};

} // namespace qbm::ui
