// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/copy/copy_place.h"

namespace qbm::backup {

std::string CopyPlace::location() const
{
    if (!s3)
        return folder.string();
    std::string where = s3->endpoint + "/" + s3->bucket;
    if (!s3->prefix.empty())
        where += "/" + s3->prefix.substr(0, s3->prefix.size() - (s3->prefix.ends_with('/') ? 1 : 0));
    return where;
}

} // namespace qbm::backup
