// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/exec/pod_files.h"

#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/logs/log_lines.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kMinutesAFile = 20;
/// How long ago the rotated files were closed, in days.
constexpr std::array<std::int64_t, 5> kRotatedDaysAgo = {2, 9, 20, 35, 62};

bool isBackend(const StoredObject& pod)
{
    for (const auto& container : arrayAt(pod.document(), {"spec", "containers"}))
        if (logStyleOf(stringAt(container, {"image"})) == LogStyle::Backend)
            return true;
    return false;
}

/// What the application logged in the minutes before a time.
std::string logUntil(const StoredObject& pod, std::int64_t seconds)
{
    std::vector<LogLine> lines;
    const auto end = seconds * kSecond;
    const auto key = logKey(pod.uid(), "app.log");
    for (auto slot = (end - kMinutesAFile * 60 * kSecond) / kSlotNanoseconds; slot * kSlotNanoseconds < end; ++slot)
        appendSlot(LogStyle::Backend, key, slot, lines);
    std::string text;
    for (const auto& line : lines)
        text += line.text + "\n";
    return text;
}

} // namespace

std::vector<PodFile> PodFiles::list(const StoredObject& pod) const
{
    const auto created = parseTime(stringAt(pod.document(), {"metadata", "creationTimestamp"}));
    std::vector<PodFile> files;
    const auto addFolder = [&](const char* path) { files.push_back({path, true, created, {}}); };
    addFolder("/");
    addFolder("/etc");
    files.push_back({"/etc/hostname", false, created, pod.name() + "\n"});
    addFolder("/tmp");
    if (isBackend(pod)) {
        addFolder("/app");
        files.push_back({"/app/main.py", false, created, "from qbm.app import create_app\n\napp = create_app()\n"});
        addFolder("/app/logs");
        files.push_back({"/app/logs/app.log", false, nowSeconds(), logUntil(pod, nowSeconds())});
        for (std::size_t i = 0; i < kRotatedDaysAgo.size(); ++i) {
            const auto closed = created - kRotatedDaysAgo[i] * kDay; // a volume that outlives its pods
            files.push_back({"/app/logs/app.log." + std::to_string(i + 1), false, closed, logUntil(pod, closed)});
        }
    }
    const std::lock_guard lock(m_mutex);
    if (const auto it = m_removed.find(pod.uid()); it != m_removed.end())
        std::erase_if(files, [&](const PodFile& file) { return it->second.contains(file.path); });
    std::ranges::sort(files, {}, &PodFile::path);
    return files;
}

bool PodFiles::remove(const StoredObject& pod, const std::string& path)
{
    const auto files = list(pod);
    const bool known
        = std::ranges::any_of(files, [&](const PodFile& file) { return file.path == path && !file.isFolder; });
    if (!known)
        return false;
    const std::lock_guard lock(m_mutex);
    m_removed[pod.uid()].insert(path);
    return true;
}

} // namespace qbm::lab::kubernetes
