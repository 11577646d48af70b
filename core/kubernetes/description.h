// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/kubernetes/json.h"

#include <vector>

/// What people describe an object for, in facts: the same for the command line and the window.
namespace qbm::kubernetes {

struct DescribedFact {
    Text name; ///< "Image", or a field's path
    Text value;
};

struct DescribedSection {
    Text title; ///< "Container backend"
    std::vector<DescribedFact> facts;
};

struct Description {
    Text trouble; ///< what is wrong with it and why, one sentence; empty where nothing is known to be
    std::vector<DescribedSection> sections;
};

/// Pods: node, addresses, each container with its state, last termination, restarts, image, requests, limits, probes,
/// then the volumes. Deployments and what else has a pod template: counts, strategy, the template's containers. Everything
/// else: its fields by path, without metadata, conditions and what only machines read. A namespace that is being deleted
/// and does not go names the cause from its conditions. A pod that has only just begun is no trouble.
/// \param object decoded from the server's answer, secrets masked
Description describeObject(const JsonValue& object, TimePoint now);

/// The pods of a workload, the worst first, and its reason as the trouble.
/// \param pods those its selector matches; those being deleted stand last
Description describePods(const std::vector<JsonValue>& pods, TimePoint now);

/// "exit code 137 (signal 9), OOMKilled, at 2026-12-01T10:00:00Z after 12 s"; empty where it is no termination.
Text describeTermination(const JsonValue& terminated);

/// What an object that is being deleted waits for: the cause from a namespace's conditions, else its finalizers. Empty for
/// one that is not being deleted or waits for nothing.
Text describeDeletion(const JsonValue& object);

// The parts of describeObject(), a file each.
Description describePod(const JsonValue& pod, TimePoint now);
Description describeWorkload(const JsonValue& workload);
/// Containers and volumes of a pod or a pod template.
/// \param status of the pod; absent for a template
void describePodSpec(const JsonValue& spec, const JsonValue& status, std::vector<DescribedSection>& sections);

/// A section being filled; facts without a value are left out.
class SectionBuilder {
public:
    explicit SectionBuilder(Text title) { m_section.title = std::move(title); }
    SectionBuilder& fact(Text name, Text value);
    /// A string, number or truth value as it is written.
    SectionBuilder& field(Text name, const JsonValue& value);
    void into(std::vector<DescribedSection>& sections);

private:
    DescribedSection m_section;
};

/// A scalar as it is written; empty for what is none.
std::string scalarText(const JsonValue& value);
/// "app=backend, tier=web"; members whose values are scalars.
std::string pairsText(const JsonValue& object, std::string_view between = "=");

} // namespace qbm::kubernetes
