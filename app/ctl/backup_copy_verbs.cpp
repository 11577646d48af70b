// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/backup_verbs.h"
#include "core/base/unit.h"

#include <nlohmann/json.hpp>
#include <ostream>

namespace qbm::ctl {

namespace {

struct PlaceArguments {
    std::string name, place, newFolder;
};

void printPlaces(std::ostream& out, const std::vector<backup::CopyPlace>& places)
{
    std::vector<std::vector<std::string>> rows;
    for (const backup::CopyPlace& place : places)
        rows.push_back({place.name, place.location()});
    if (rows.empty())
        out << "The profile names no place for copies; add one under backups.copies.\n";
    else
        printTable(out, {{"PLACE"}, {"WHERE"}}, rows);
}

Result<int> listPlaces(Invocation& invocation)
{
    QBM_TRY(services, invocation.services());
    const auto& places = services->backups->settings().copies;
    nlohmann::json list = nlohmann::json::array();
    for (const backup::CopyPlace& place : places)
        list.push_back({{"name", place.name}, {"location", place.location()}});
    invocation.print({{"places", std::move(list)}}, [&](std::ostream& out) { printPlaces(out, places); });
    return kOk;
}

Result<int> listCopies(Invocation& invocation, const std::string& place)
{
    if (place.empty())
        return listPlaces(invocation);
    QBM_TRY(services, invocation.services());
    QBM_TRY(copies, services->backups->listCopies(place, invocation.task()));
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const backup::PlacedCopy& copy : copies) {
        list.push_back({{"name", copy.name}, {"sizeBytes", copy.sizeBytes}, {"sidecar", copy.sidecar}});
        rows.push_back({copy.name, formatBytes(copy.sizeBytes), copy.sidecar ? "yes" : "no"});
    }
    invocation.print({{"place", place}, {"copies", std::move(list)}}, [&](std::ostream& out) {
        if (rows.empty())
            out << "There is no copy in " << place << ".\n";
        else
            printTable(out, {{"NAME"}, {"SIZE", true}, {"SIDECAR"}}, rows);
    });
    return kOk;
}

} // namespace

void addBackupCopyVerbs(CLI::App& group, Registrar& registrar)
{
    const auto arguments = std::make_shared<PlaceArguments>();
    CLI::App* copies = group.add_subcommand("copies", "The second places, or what one of them holds");
    copies->add_option("PLACE", arguments->place, "A place the profile names");
    registrar.verb(copies, [arguments](Invocation& invocation) { return listCopies(invocation, arguments->place); });

    CLI::App* copy = group.add_subcommand("copy", "Copy a backup to a second place and read it back from there");
    copy->add_option("NAME", arguments->name, "A backup's name or its beginning, or LATEST")->required();
    copy->add_option("PLACE", arguments->place, "A place the profile names")->required();
    registrar.verb(copy, [arguments](Invocation& invocation) -> Result<int> {
        QBM_TRY(services, invocation.services());
        return runBackupOperation(
            invocation, services->backups->makeCopyOperation(arguments->name, arguments->place, invocation.task()));
    });
    CLI::App* fetch = group.add_subcommand("fetch", "Bring a backup back from a second place, or fill in one that is missing or damaged here");
    fetch->add_option("NAME", arguments->name, "A name from \"backup copies PLACE\" or its beginning, or LATEST")->required();
    fetch->add_option("PLACE", arguments->place, "A place the profile names")->required();
    addNewFolder(*fetch, arguments->newFolder);
    registrar.verb(fetch, [arguments](Invocation& invocation) -> Result<int> {
        QBM_TRY(services, invocation.services());
        return runBackupOperation(invocation,
            services->backups->makeFetchOperation(
                arguments->name, arguments->place, invocation.task(), {arguments->newFolder}));
    });
}

} // namespace qbm::ctl
