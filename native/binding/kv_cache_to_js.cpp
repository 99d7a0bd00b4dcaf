// Field by field.
#include "binding/kv_cache_to_js.h"

#include "binding/latency_to_js.h"

namespace ioproof {
namespace {

constexpr const char* priorities[] = {"interactive", "responsive", "batch"};

struct CountField {
    const char* name;
    uint64_t KvCacheResult::* count;
};

constexpr CountField counts[] = {
    {"waiting", &KvCacheResult::waiting},
    {"generatedTokens", &KvCacheResult::generatedTokens},
    {"hits", &KvCacheResult::hits},
    {"misses", &KvCacheResult::misses},
    {"turnHits", &KvCacheResult::turnHits},
    {"turnMisses", &KvCacheResult::turnMisses},
    {"prefixes", &KvCacheResult::prefixes},
    {"memoryHits", &KvCacheResult::memoryHits},
    {"evictions", &KvCacheResult::evictions},
    {"demotions", &KvCacheResult::demotions},
    {"storedBytes", &KvCacheResult::storedBytes},
    {"storedTokens", &KvCacheResult::storedTokens},
    {"loadedBytes", &KvCacheResult::loadedBytes},
    {"loadedTokens", &KvCacheResult::loadedTokens},
    {"mostBytes", &KvCacheResult::mostBytes},
    {"leftBytes", &KvCacheResult::leftBytes},
    {"roomWaits", &KvCacheResult::roomWaits},
    {"roomWaitNs", &KvCacheResult::roomWaitNs},
    {"verifiedBytes", &KvCacheResult::verifiedBytes},
    {"damagedReads", &KvCacheResult::damagedReads},
};

/// With the percentile that the benchmark tells.
Napi::Object timesToJs(Napi::Env env, const Histogram& times) {
    Napi::Object object = latencyToJs(env, times);
    object.Set("p95", static_cast<double>(times.percentile(95)));
    return object;
}

Napi::Object prioritiesToJs(Napi::Env env, const KvCacheResult& cache) {
    auto object = Napi::Object::New(env);
    for (size_t index = 0; index < cache.priorities.size(); ++index) {
        auto own = Napi::Object::New(env);
        own.Set("requests", static_cast<double>(cache.priorities[index].requests));
        own.Set("latencyNs", timesToJs(env, cache.priorities[index].latency));
        object.Set(priorities[index], own);
    }
    return object;
}

}  // namespace

Napi::Object toJs(Napi::Env env, const KvCacheResult& cache) {
    auto object = Napi::Object::New(env);
    object.Set("requests", static_cast<double>(cache.requests()));
    object.Set("priorities", prioritiesToJs(env, cache));
    for (const auto& field : counts) object.Set(field.name, static_cast<double>(cache.*field.count));
    object.Set("firstDamage", cache.firstDamage);
    object.Set("readNs", timesToJs(env, cache.read));
    object.Set("readDeviceNs", timesToJs(env, cache.readDevice));
    object.Set("writeNs", timesToJs(env, cache.write));
    object.Set("syncNs", timesToJs(env, cache.sync));
    object.Set("storageNs", timesToJs(env, cache.storage));
    return object;
}

Napi::Object toJs(Napi::Env env, const KvCacheSnapshot& snapshot) {
    auto object = Napi::Object::New(env);
    object.Set("requests", static_cast<double>(snapshot.requests));
    object.Set("waiting", static_cast<double>(snapshot.waiting));
    object.Set("storedBytes", static_cast<double>(snapshot.storedBytes));
    object.Set("hits", static_cast<double>(snapshot.hits));
    object.Set("misses", static_cast<double>(snapshot.misses));
    return object;
}

}  // namespace ioproof
