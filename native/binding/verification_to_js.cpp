// 64-bit numbers become decimal digits: found in a damaged sector, they can be anything.
#include "binding/verification_to_js.h"

#include <string>

namespace ioproof {
namespace {

Napi::Object stampToJs(Napi::Env env, const SectorStamp& stamp) {
    auto object = Napi::Object::New(env);
    const auto set = [&](const char* name, uint64_t value) {
        object.Set(name, Napi::String::New(env, std::to_string(value)));
    };
    set("dataset", stamp.dataset);
    set("file", stamp.file);
    set("offset", stamp.offset);
    set("seed", stamp.seed);
    set("generation", stamp.generation);
    set("checksum", stamp.checksum);
    return object;
}

Napi::Object mismatchToJs(Napi::Env env, const Mismatch& mismatch) {
    const SectorMismatch& sector = mismatch.sector;
    auto object = Napi::Object::New(env);
    object.Set("verdict", std::string(sectorVerdictNames[static_cast<size_t>(sector.verdict)]));
    object.Set("path", mismatch.path);
    object.Set("offset", static_cast<double>(sector.expected.offset));
    object.Set("worker", mismatch.worker);
    object.Set("expected", stampToJs(env, sector.expected));
    object.Set("found", sector.foundIsOurs ? stampToJs(env, sector.found).As<Napi::Value>() : env.Null());
    auto parts = Napi::Array::New(env);
    for (uint32_t part = 0; part < 8; ++part)
        if ((sector.otherParts & (1u << part)) != 0) parts.Set(parts.Length(), part);
    object.Set("otherParts", parts);
    return object;
}

}  // namespace

Napi::Object verificationToJs(Napi::Env env, const Verification& verification) {
    auto sectors = Napi::Object::New(env);
    for (size_t verdict = 0; verdict < sectorVerdictCount; ++verdict)
        sectors.Set(std::string(sectorVerdictNames[verdict]), static_cast<double>(verification.sectors[verdict]));
    auto mismatches = Napi::Array::New(env, verification.mismatches.size());
    for (uint32_t index = 0; index < verification.mismatches.size(); ++index)
        mismatches.Set(index, mismatchToJs(env, verification.mismatches[index]));
    auto object = Napi::Object::New(env);
    object.Set("sectors", sectors);
    object.Set("bytes", static_cast<double>(verification.bytes));
    object.Set("elapsedNs", static_cast<double>(verification.elapsedNs));
    object.Set("residentBytes", static_cast<double>(verification.cacheBefore.residentBytes));
    object.Set("totalBytes", static_cast<double>(verification.cacheBefore.totalBytes));
    object.Set("mismatches", mismatches);
    return object;
}

}  // namespace ioproof
