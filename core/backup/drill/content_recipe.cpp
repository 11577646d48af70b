// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/drill/content_recipe.h"

#include "core/backup/archive/copy_statement.h"
#include "core/backup/archive/table_of_contents.h"
#include "core/backup/text_encoding.h"

namespace qbm::backup {

Result<ContentRecipe> makeContentRecipe(const std::vector<ArchiveItem>& items)
{
    ContentRecipe recipe;
    recipe.encoding = encodingOf(items);
    const ToUtf8 toUtf8(recipe.encoding);
    for (const ArchiveItem& item : items) {
        if (item.kind != "TABLE DATA" || item.copyStatement.empty())
            continue;
        QBM_TRY(columns, parseCopyColumns(item.copyStatement));
        if (columns.empty())
            continue;
        for (std::string& column : columns)
            column = toUtf8(column);
        recipe.columns.emplace(TableKey(item.schema, item.name), std::move(columns));
    }
    return recipe;
}

Result<ContentRecipe> fetchContentRecipe(
    const Backup& backup, const std::filesystem::path& identity, TaskContext& context)
{
    auto items = readTableOfContents(backup, identity, context);
    if (!items && items.error().kind == ErrorKind::Unsupported)
        return ContentRecipe();
    QBM_CHECK(items);
    return makeContentRecipe(*items);
}

} // namespace qbm::backup
