// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/client.h"
#include "core/kubernetes/list_watch.h"

#include <map>
#include <mutex>
#include <string>
#include <vector>

/// The pods of a workload, as far as reading their logs asks for it.
namespace qbm::service {

/// One container, init containers and those added for debugging included.
struct LogContainer {
    std::string name;
    bool started = false; ///< there is, or was, something to read
    bool running = false;
    bool over = false; ///< ended, and will not be started again
};

struct LogPod {
    std::string name;
    std::string uid;
    std::vector<LogContainer> containers; ///< in the order in which they start
};
LogPod decodeLogPod(const kubernetes::JsonValue& pod);

/// Which pods a workload has.
struct LogPodQuery {
    kubernetes::CollectionPath pods;
    bool onePod = false; ///< asked for by name: its end is the end
};
/// "deployment/backend", "sts/postgres", "job/x", "pod/x"; a bare name is a deployment.
/// \error NotFound, InvalidInput (a kind that selects no pods)
Result<LogPodQuery> findLogPods(
    kubernetes::Client& client, const std::string& nameSpace, const std::string& workload, TaskContext& context);

/// The pods a query has now, kept up to date by a ListWatch.
/// \thread any
class LogPodRoster final : public kubernetes::ListWatchSink {
public:
    void put(const LogPod& pod);
    std::vector<LogPod> pods() const;
    bool has(const std::string& uid) const;
    /// Nullopt: there is no such pod any more.
    std::optional<LogContainer> find(const std::string& uid, const std::string& container) const;

    void listBegins() override;
    void listed(const kubernetes::ListItem& item) override;
    void pageEnds() override { }
    void listEnds() override;
    void changed(const kubernetes::ListItem& item) override;
    void deleted(const kubernetes::ListItem& item) override;
    void heard() override { }
    void interrupted(const Error&) override { } // the pods known so far are read on

private:
    mutable std::mutex m_mutex;
    std::map<std::string, LogPod> m_pods; // by uid
    std::map<std::string, LogPod> m_listing; // of the watching thread
};

} // namespace qbm::service
