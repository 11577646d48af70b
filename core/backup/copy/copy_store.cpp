// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/copy/copy_store.h"

#include "core/backup/copy/folder_store.h"
#include "core/backup/copy/s3_store.h"
#include "core/base/file.h"

#include <algorithm>

namespace qbm::backup {

namespace {

/// A store may be busy with a large object for a while before it answers.
constexpr std::chrono::minutes kStall{2};

} // namespace

Result<std::unique_ptr<CopyStore>> openStore(const CopyPlace& place, AccessMode access)
{
    if (!place.s3)
        return std::make_unique<FolderStore>(place.folder);
    net::HttpOptions options;
    options.access = access;
    options.stallTimeout = kStall;
    options.tls.caSetting = text(QT_TRANSLATE_NOOP("core", "the profile (ca of the place %1 under backups: copies)"), place.name);
    if (!place.s3->caFile.empty()) {
        QBM_TRY(pem, readFile(place.s3->caFile));
        options.tls.caPem = std::move(pem);
        options.tls.caOrigin = text(QT_TRANSLATE_NOOP("core", "the authority in %1"), place.s3->caFile.string());
    }
    return std::make_unique<S3Store>(*place.s3, std::move(options));
}

Result<CopyPlace> findPlace(const std::vector<CopyPlace>& places, const std::string& name)
{
    std::string names;
    for (const CopyPlace& place : places) {
        if (place.name == name)
            return place;
        names += (names.empty() ? "" : ", ") + place.name;
    }
    if (names.empty())
        return fail(ErrorKind::NotFound,
            text(QT_TRANSLATE_NOOP(
                "core", "The profile names no second place for backups; name one under backups.copies.")));
    return fail(ErrorKind::NotFound,
        text(QT_TRANSLATE_NOOP("core", "The profile names no place %1 for copies; there are: %2."), name, names));
}

Error notAsItsSidecarSays(const std::string& backup)
{
    return {ErrorKind::BadData,
        text(QT_TRANSLATE_NOOP("core", "%1 is not what its sidecar says it was when it was made; do not rely on it."),
            backup),
        {}, {}};
}

Result<std::vector<PlacedCopy>> listCopies(const CopyPlace& place, TaskContext& context)
{
    QBM_TRY(store, openStore(place, AccessMode::ReadOnly));
    return listCopies(*store, context);
}

Result<std::vector<PlacedCopy>> listCopies(CopyStore& store, TaskContext& context)
{
    QBM_TRY(files, store.list(context));
    std::vector<PlacedCopy> copies;
    for (const CopyStore::File& file : files) {
        if (!parseName(file.name))
            continue;
        const std::string sidecar = sidecarPath(file.name).string();
        copies.push_back({file.name, file.sizeBytes,
            std::ranges::any_of(files, [&](const CopyStore::File& other) { return other.name == sidecar; })});
    }
    std::ranges::sort(copies, std::ranges::greater(), &PlacedCopy::name);
    return copies;
}

} // namespace qbm::backup
