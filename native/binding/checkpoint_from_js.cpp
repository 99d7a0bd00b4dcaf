// Field by field.
#include "binding/checkpoint_from_js.h"

#include <string_view>

namespace ioproof {
namespace {

constexpr std::string_view syncs[] = {"none", "file", "rank"};

CheckpointPart partFromJs(const JsField& field) {
    return {.name = field.at("name").text(),
            .rank = field.at("rank").small(),
            .offset = field.at("offset").size(),
            .bytes = field.at("bytes").size(),
            .header = field.at("header").hexBytes()};
}

}  // namespace

std::optional<CheckpointSpec> checkpointFromJs(const JsField& field) {
    if (field.isNull()) return std::nullopt;
    CheckpointSpec spec;
    spec.ranks = field.at("ranks").small();
    for (const JsField& part : field.at("parts").list()) spec.parts.push_back(partFromJs(part));
    for (const JsField& file : field.at("closing").list())
        spec.closing.push_back({.name = file.at("name").text(), .content = file.at("content").hexBytes()});
    spec.directoryPrefix = field.at("directoryPrefix").text();
    spec.firstNumber = field.at("firstNumber").small();
    for (const JsField& number : field.at("present").list()) spec.present.push_back(number.small());
    spec.saves = field.at("saves").small();
    spec.loads = field.at("loads").small();
    spec.keep = field.at("keep").small();
    spec.pauseNs = field.at("pauseNs").size();
    spec.sync = static_cast<CheckpointSync>(field.at("sync").choice(syncs));
    spec.rename = field.at("rename").boolean();
    spec.background = field.at("background").boolean();
    spec.loadShift = field.at("loadShift").small();
    spec.loadAll = field.at("loadAll").boolean();
    spec.verifyLoads = field.at("verifyLoads").boolean();
    return spec;
}

}  // namespace ioproof
