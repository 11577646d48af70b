// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cluster/manifest.h"
#include "core/kubernetes/client.h"
#include "core/operation/operation.h"

#include <memory>
#include <optional>

namespace qbm::cluster {

/// Server-side apply of the objects of a manifest, one step each, after a dry run that shows what each becomes.
///
/// The journal holds what was there before, except of Secrets: those cannot be taken back, and a run that was killed
/// cannot go on past one, because their values are not written down either.
class ApplyManifest final : public operation::Operation {
public:
    static constexpr const char* kKind = "manifest.apply";

    /// \param force takes fields over from the managers that hold them now
    ApplyManifest(std::shared_ptr<kubernetes::Client> client, std::string nameSpace, std::string manifest, bool force);

    std::string kind() const override { return kKind; }
    operation::Values parameters() const override;
    Result<operation::Plan> plan(TaskContext& context) override;
    Result<std::vector<operation::Check>> check(TaskContext& context) override;
    std::vector<operation::Step> steps() override;

private:
    /// An object of the manifest, where it lives, what is there and what the server would make of it.
    struct Trial {
        kubernetes::ObjectPath path;
        std::optional<std::string> live; ///< JSON; nullopt: not there
        Result<kubernetes::Answer> tried;
        /// An object before it makes its namespace or defines its kind, so it could not be tried.
        bool waits = false;
    };
    /// Where an object of the manifest lives.
    struct Place {
        kubernetes::ObjectPath path;
        bool served = true; ///< false: its kind is defined by another object of the manifest and not known yet
    };

    Result<Place> placeOf(const ManifestObject& object, TaskContext& context) const;
    Result<kubernetes::ObjectPath> pathOf(const ManifestObject& object, TaskContext& context) const;
    Result<std::optional<std::string>> fetchLive(const kubernetes::ObjectPath& path, TaskContext& context) const;
    Result<Trial> tryOut(const ManifestObject& object, TaskContext& context) const;
    bool makesNamespace(const std::string& nameSpace) const;
    std::string bodyOf(const ManifestObject& object, const kubernetes::ObjectPath& path) const;

    Result<> apply(std::size_t index, operation::StepContext& step) const;
    Result<> verify(std::size_t index, operation::StepContext& step) const;
    Result<> takeBack(std::size_t index, operation::StepContext& step) const;

    std::shared_ptr<kubernetes::Client> m_client;
    std::string m_nameSpace;
    Result<std::vector<ManifestObject>> m_objects; ///< or why the manifest cannot be read
    bool m_force;
};

} // namespace qbm::cluster
