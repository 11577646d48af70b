// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/reads.h"
#include "app/lab/kubernetes/conversions.h"
#include "app/lab/kubernetes/list_options.h"
#include "app/lab/kubernetes/render.h"

#include <algorithm>

namespace qbm::lab::kubernetes {

namespace {

/// A page: which objects to look at, from where on, and at what version.
struct Page {
    Snapshot snapshot;
    std::string startAfter; ///< empty: from the first
};

/// The key a continue token counts in: within the namespace, or with it.
std::string pageKey(const StoredObject& object, const std::string& nameSpace)
{
    return nameSpace.empty() ? storeKey(object.nameSpace(), object.name()) : object.name();
}

Refusal expiredContinue(const ContinueToken& token)
{
    return expired(
        "The provided continue parameter is too old to display a consistent list result. You can start a new "
        "list without the continue parameter, or use the continue token in this response to retrieve the "
        "remainder of the results. Continuing with the provided token results in an inconsistent list - "
        "objects that were created, modified, or deleted between the time the first chunk was returned and "
        "now may show up in the list.",
        ContinueToken{-1, token.startAfter}.encode());
}

ApiResult<Page> nextPage(
    const RequestContext& context, const ListOptions& options, const Store& store, const Faults& faults)
{
    auto token = ContinueToken::decode(options.continueToken);
    if (!token)
        return Refusal(std::move(token).error());
    if (token->version < 0)
        return Page{store.list(storageType(*context.type), context.info.nameSpace), token->startAfter};
    auto snapshot = faults.isOn(Fault::Expired)
        ? std::nullopt
        : store.listAt(storageType(*context.type), context.info.nameSpace, static_cast<std::uint64_t>(token->version));
    if (!snapshot)
        return expiredContinue(*token);
    return Page{std::move(*snapshot), token->startAfter};
}

ApiResult<Page> firstPage(
    const RequestContext& context, const ListOptions& options, const Store& store, const Faults& faults)
{
    const auto current = store.resourceVersion();
    const auto wanted = options.resourceVersion.value_or(0);
    if (wanted > current)
        return tooLargeVersion(wanted, current);
    if (options.resourceVersionMatch == "Exact"
        || (options.resourceVersionMatch.empty() && options.limit > 0 && wanted > 0)) {
        auto snapshot = faults.isOn(Fault::Expired)
            ? std::nullopt
            : store.listAt(storageType(*context.type), context.info.nameSpace, wanted);
        if (!snapshot)
            return expired("The resourceVersion for the provided list is too old.");
        return Page{std::move(*snapshot), {}};
    }
    return Page{store.list(storageType(*context.type), context.info.nameSpace), {}};
}

} // namespace

ApiResult<HttpResponse> answerGet(const RequestContext& context, const Store& store)
{
    auto wanted = parseResourceVersion(context.http.parameter("resourceVersion"));
    if (!wanted)
        return Refusal(std::move(wanted).error());
    if (const auto current = store.resourceVersion(); wanted->value_or(0) > current)
        return tooLargeVersion(**wanted, current);
    const auto object
        = converted(store.get(storageType(*context.type), context.info.nameSpace, context.info.name), *context.type);
    if (!object)
        return notFound(*context.type, context.info.name);
    return renderedResponse(200, renderObject(*object, context.representation, context.http.parameter("includeObject")),
        context.representation);
}

ApiResult<HttpResponse> answerList(const RequestContext& context, const Store& store, const Faults& faults)
{
    auto options = ListOptions::parse(context.http, *context.type, false);
    if (!options)
        return Refusal(std::move(options).error());
    auto page = options->continueToken.empty() ? firstPage(context, *options, store, faults)
                                               : nextPage(context, *options, store, faults);
    if (!page)
        return Refusal(std::move(page).error());
    const auto& all = page->snapshot.objects;
    auto next = page->startAfter.empty()
        ? all.begin()
        : std::ranges::upper_bound(all, page->startAfter, {},
            [&](const ObjectPtr& object) { return pageKey(*object, context.info.nameSpace); });
    std::vector<ObjectPtr> objects;
    ListMeta meta;
    meta.resourceVersion = page->snapshot.resourceVersion;
    for (; next != all.end(); ++next) {
        if (options->hasSelector() && !options->matches(**next))
            continue;
        if (options->limit > 0 && objects.size() == options->limit) {
            meta.continueToken = ContinueToken{static_cast<std::int64_t>(meta.resourceVersion),
                pageKey(*objects.back(), context.info.nameSpace)}
                                     .encode();
            if (!options->hasSelector())
                meta.remaining = static_cast<std::size_t>(all.end() - next);
            break;
        }
        objects.push_back(converted(*next, *context.type));
    }
    return renderedResponse(200,
        renderList(*context.type, objects, meta, context.representation, context.http.parameter("includeObject")),
        context.representation);
}

} // namespace qbm::lab::kubernetes
