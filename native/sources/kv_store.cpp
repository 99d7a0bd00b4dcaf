// Lists by last use; a turn that is being written is in none of them.
#include "sources/kv_store.h"

#include <algorithm>

namespace ioproof {
namespace {

// Shares of the memory as the benchmark has them (config: eviction).
constexpr double memoryTarget = 0.8;
constexpr double memoryLargest = 0.95;
constexpr double memoryEmpty = 0.05;
constexpr double memoryLittle = 0.2;

uint64_t part(uint64_t bytes, double share) { return static_cast<uint64_t>(static_cast<double>(bytes) * share); }

}  // namespace

KvStore::KvStore(const KvCacheSpec& spec)
    : bytesPerToken_(spec.bytesPerToken), capacity_(spec.capacityBytes), memory_(spec.memoryBytes) {}

KvStore::Found KvStore::use(uint64_t key) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(key);
    if (found == entries_.end()) return {};
    Entry& entry = found->second;
    if (!entry.isWritten) return entry.inMemory ? Found{.tier = KvTier::Memory, .tokens = entry.tokens} : Found{};
    auto& list = entry.tier == KvTier::Memory ? inMemory_ : onStorage_;
    list.splice(list.end(), list, entry.place);
    if (entry.tier == KvTier::Storage && entry.pins++ == 0) evictable_ -= bytesOf(entry.tokens);
    return {.tier = entry.tier, .tokens = entry.tokens};
}

void KvStore::release(uint64_t key) {
    const std::lock_guard lock(mutex_);
    Entry& entry = entries_.at(key);
    if (--entry.pins > 0) return;
    evictable_ += bytesOf(entry.tokens);
    ringFirst();
}

bool KvStore::has(uint64_t key) {
    const std::lock_guard lock(mutex_);
    return entries_.contains(key);
}

void KvStore::demote(uint64_t key, std::vector<KvVictim>& demoted) {
    Entry& entry = entries_.at(key);
    inMemory_.erase(entry.place);
    memoryUsed_ -= bytesOf(entry.tokens);
    entry.tier = KvTier::Storage;
    entry.isWritten = false;
    entry.inMemory = true;
    demoted.push_back({.key = key, .tokens = entry.tokens});
}

bool KvStore::makeRoomInMemory(uint64_t bytes, std::vector<KvVictim>& demoted) {
    const uint64_t target = part(memory_, memoryTarget);
    if (bytes > part(memory_, memoryLargest)) return false;
    const bool isLittle = memoryUsed_ < part(memory_, memoryLittle) && bytes > target / 2;
    while (memoryUsed_ + bytes > target && memoryUsed_ >= part(memory_, memoryEmpty)) {
        if (isLittle || inMemory_.empty()) return false;
        demote(inMemory_.front(), demoted);
    }
    memoryUsed_ += bytes;
    return true;
}

KvStore::Place KvStore::place(uint64_t key, uint64_t tokens) {
    const std::lock_guard lock(mutex_);
    Place place;
    const bool inMemory = makeRoomInMemory(bytesOf(tokens), place.demoted);
    place.tier = inMemory ? KvTier::Memory : KvTier::Storage;
    Entry& entry = entries_[key];
    entry.tokens = tokens;
    entry.tier = place.tier;
    entry.isWritten = inMemory;
    if (inMemory) entry.place = inMemory_.insert(inMemory_.end(), key);
    return place;
}

KvStore::Claim KvStore::claim(KvRoomAsker& asker, uint64_t tokens) {
    const std::lock_guard lock(mutex_);
    Claim claim;
    asker.bytes = bytesOf(tokens);
    if (!asker.isPromised && !asker.isInLine) {
        asker.isInLine = true;
        line_.push_back(&asker);
    }
    if (!asker.isPromised && mayPromise(asker)) promise(asker, claim.victims);
    claim.isGranted = asker.isPromised && claim.victims.empty() && grant(asker);
    return claim;
}

bool KvStore::mayPromise(const KvRoomAsker& asker) const {
    return line_.front() == &asker && expectedBytes() - evictable_ + asker.bytes <= capacity_;
}

void KvStore::promise(KvRoomAsker& asker, std::vector<KvVictim>& victims) {
    line_.pop_front();
    asker.isInLine = false;
    evict(asker.bytes, victims);
    asker.isPromised = true;
    promised_ += asker.bytes;
    promisedOnes_.push_back(&asker);
    ringFirst();
}

void KvStore::evict(uint64_t bytes, std::vector<KvVictim>& victims) {
    for (auto at = onStorage_.begin(); expectedBytes() + bytes > capacity_;) {
        const auto found = entries_.find(*at);
        if (found->second.pins > 0) {
            ++at;
            continue;
        }
        victims.push_back({.key = *at, .tokens = found->second.tokens});
        evictable_ -= bytesOf(found->second.tokens);
        leaving_ += bytesOf(found->second.tokens);
        entries_.erase(found);
        at = onStorage_.erase(at);
    }
}

bool KvStore::grant(KvRoomAsker& asker) {
    if (storageUsed_ + asker.bytes > capacity_) return false;
    std::erase(promisedOnes_, &asker);
    asker.isPromised = false;
    promised_ -= asker.bytes;
    storageUsed_ += asker.bytes;
    mostBytes_ = std::max(mostBytes_, storageUsed_);
    return true;
}

void KvStore::ringFirst() {
    if (!line_.empty() && mayPromise(*line_.front())) line_.front()->bell->ring();
}

void KvStore::leave(KvRoomAsker& asker) {
    const std::lock_guard lock(mutex_);
    std::erase(line_, &asker);
    asker.isInLine = false;
    if (asker.isPromised) {
        std::erase(promisedOnes_, &asker);
        asker.isPromised = false;
        promised_ -= asker.bytes;
    }
    ringFirst();
}

void KvStore::removed(uint64_t tokens) {
    const std::lock_guard lock(mutex_);
    storageUsed_ -= bytesOf(tokens);
    leaving_ -= bytesOf(tokens);
    ++evictions_;
    for (const KvRoomAsker* asker : promisedOnes_) asker->bell->ring();
}

void KvStore::settle(uint64_t key) {
    const std::lock_guard lock(mutex_);
    Entry& entry = entries_.at(key);
    entry.isWritten = true;
    entry.inMemory = false;
    entry.place = onStorage_.insert(onStorage_.end(), key);
    evictable_ += bytesOf(entry.tokens);
    ringFirst();
}

uint64_t KvStore::usedBytes() {
    const std::lock_guard lock(mutex_);
    return storageUsed_;
}

uint64_t KvStore::mostBytes() {
    const std::lock_guard lock(mutex_);
    return mostBytes_;
}

uint64_t KvStore::evictions() {
    const std::lock_guard lock(mutex_);
    return evictions_;
}

}  // namespace ioproof
