// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/connection.h"

#include "core/base/reaper.h"

namespace qbm::ui {

namespace {
/// More than a page has calls under way: a superseded call keeps its thread until its server answers or it notices the stop.
constexpr std::size_t kCallThreads = 16;
/// More than anybody runs at once; further ones wait for their turn.
constexpr std::size_t kOperationThreads = 8;
}

Connection::Connection(service::Services given)
    : services(std::move(given))
    , calls(kCallThreads)
    , operations(kOperationThreads)
{
}

std::shared_ptr<Connection> makeConnection(service::Services services)
{
    return {new Connection(std::move(services)), EndElsewhere()};
}

} // namespace qbm::ui
