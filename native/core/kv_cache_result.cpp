// Sums over the workers.
#include "core/kv_cache_result.h"

namespace ioproof {

uint64_t KvCacheResult::requests() const {
    uint64_t sum = 0;
    for (const auto& priority : priorities) sum += priority.requests;
    return sum;
}

void KvCacheResult::merge(const KvCacheResult& other) {
    for (size_t index = 0; index < priorities.size(); ++index) {
        priorities[index].requests += other.priorities[index].requests;
        priorities[index].latency.merge(other.priorities[index].latency);
    }
    waiting += other.waiting;
    generatedTokens += other.generatedTokens;
    hits += other.hits;
    misses += other.misses;
    turnHits += other.turnHits;
    turnMisses += other.turnMisses;
    prefixes += other.prefixes;
    memoryHits += other.memoryHits;
    evictions += other.evictions;
    demotions += other.demotions;
    storedBytes += other.storedBytes;
    storedTokens += other.storedTokens;
    loadedBytes += other.loadedBytes;
    loadedTokens += other.loadedTokens;
    roomWaits += other.roomWaits;
    roomWaitNs += other.roomWaitNs;
    verifiedBytes += other.verifiedBytes;
    damagedReads += other.damagedReads;
    if (firstDamage.empty()) firstDamage = other.firstDamage;
    read.merge(other.read);
    readDevice.merge(other.readDevice);
    write.merge(other.write);
    sync.merge(other.sync);
    storage.merge(other.storage);
}

}  // namespace ioproof
