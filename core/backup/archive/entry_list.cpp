// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/archive/entry_list.h"

#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace qbm::backup {

Result<EntryList> EntryList::create(const std::vector<std::int64_t>& ids)
{
    FileDescriptor fd(::memfd_create("entries", MFD_CLOEXEC));
    if (!fd)
        return fail(fileError(errno, text(QT_TRANSLATE_NOOP("core", "Cannot make a file in memory"))));
    std::string lines;
    for (const std::int64_t id : ids)
        lines += std::to_string(id) + ";\n"; // what follows the number is for people
    QBM_CHECK(writeAll(fd.get(), lines, "list of entries"));
    return EntryList(std::move(fd));
}

std::filesystem::path EntryList::path() const
{
    return "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(m_fd.get());
}

} // namespace qbm::backup
