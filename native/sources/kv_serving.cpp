// Each step either queues transfers, waits, or goes to the next phase.
#include "sources/kv_serving.h"

#include <algorithm>
#include <utility>

namespace ioproof {

KvServing::KvServing(const KvObjects& objects, const KvCacheContext& context, WakeBell& bell, KvCacheResult& result)
    : objects_(objects), context_(context), result_(result), asker_{.bell = &bell}, roomAsker_{.bell = &bell} {}

KvServing::~KvServing() {
    if (!transfers_.empty()) transfers_.front().abandon();
    context_.allocations.leave(asker_);
    context_.store.leave(roomAsker_);
}

void KvServing::begin(const KvRequest& request, uint64_t now) {
    request_ = request;
    phase_ = Phase::Earlier;
    earlier_ = 0;
    storageNs_ = 0;
    wroteAgain_ = false;
    readsLeft_ = 0;
    decodes_ = request.contextTokens < objects_.cache().prefillTokens;
    if (request.prefixTokens > 0) {
        // What all know is kept by no request: it is looked for, and shortens what this one keeps.
        ++result_.prefixes;
        ++result_.misses;
        request_.contextTokens -= request.prefixTokens;
    }
    advance(now);
}

void KvServing::advance(uint64_t now) {
    while (transfers_.empty() && phase_ != Phase::Idle && step(now)) {
    }
}

/// False where it has to wait.
bool KvServing::step(uint64_t now) {
    switch (phase_) {
        case Phase::Earlier: return stepEarlier();
        case Phase::Allocate: return stepAllocate();
        case Phase::Write: return stepWrite(now);
        case Phase::Decode: return stepDecode();
        case Phase::Generate:
            if (wakeAt_ == 0) wakeAt_ = now + objects_.cache().tokenNs * request_.generateTokens;
            if (wakeAt_ > now) return false;
            finish(now);
            return false;
        case Phase::Idle: return false;
    }
    return false;
}

bool KvServing::stepEarlier() {
    if (++earlier_ == request_.turn.turn) {
        phase_ = Phase::Allocate;
        return true;
    }
    const bool found = look(request_.turn.earlier(earlier_).key()) != KvTier::None;
    ++(found ? result_.turnHits : result_.turnMisses);
    return true;
}

/// Where it is on storage, it is read.
KvTier KvServing::look(uint64_t key) {
    const KvStore::Found found = context_.store.use(key);
    ++(found.tier == KvTier::None ? result_.misses : result_.hits);
    if (found.tier == KvTier::Memory) ++result_.memoryHits;
    if (found.tier == KvTier::Storage) transfers_.emplace_back(KvMove::Read, key, found.tokens);
    return found.tier;
}

bool KvServing::stepAllocate() {
    const uint64_t key = request_.turn.key();
    const uint64_t tokens = objects_.cache().storedTokens(request_.contextTokens);
    if (tokens == 0 || context_.store.has(key)) {
        goOnFromWriting();
        return true;
    }
    if (!context_.allocations.take(asker_)) return false;
    const KvStore::Place place = context_.store.place(key, tokens);
    for (const KvVictim& turn : place.demoted) writes_.emplace_back(KvMove::Write, turn.key, turn.tokens, true);
    if (place.tier == KvTier::Storage) writes_.emplace_back(KvMove::Write, key, tokens);
    phase_ = Phase::Write;
    return true;
}

bool KvServing::stepWrite(uint64_t now) {
    if (writes_.empty()) {
        context_.allocations.giveBack();
        goOnFromWriting();
        return true;
    }
    const KvStore::Claim claim = context_.store.claim(roomAsker_, writes_.front().tokens());
    if (!claim.isGranted && claim.victims.empty()) {
        beginRoomWait(now);
        return false;
    }
    endRoomWait(now);
    for (const KvVictim& turn : claim.victims) transfers_.emplace_back(KvMove::Remove, turn.key, turn.tokens);
    if (!claim.isGranted) return true;
    hasWaitedForRoom_ = false;
    transfers_.push_back(std::move(writes_.front()));
    writes_.pop_front();
    return true;
}

void KvServing::beginRoomWait(uint64_t now) {
    if (waitsSince_) return;
    waitsSince_ = now;
    result_.roomWaits += !std::exchange(hasWaitedForRoom_, true);
}

void KvServing::endRoomWait(uint64_t now) {
    if (!waitsSince_) return;
    result_.roomWaitNs += now - std::min(now, *waitsSince_);
    waitsSince_.reset();
}

void KvServing::goOnFromWriting() {
    wakeAt_ = 0;
    phase_ = decodes_ && !wroteAgain_ ? Phase::Decode : Phase::Generate;
}

bool KvServing::stepDecode() {
    const bool isFirst = readsLeft_ == 0;
    const KvTier tier = look(request_.turn.key());
    if (isFirst && tier == KvTier::None) {
        wroteAgain_ = true;
        phase_ = Phase::Allocate;
        return true;
    }
    const uint32_t batch = objects_.cache().decodeBatch;
    if (isFirst) readsLeft_ = std::max(1u, (request_.generateTokens + batch - 1) / batch) + 1;
    if (--readsLeft_ == 0) {
        wakeAt_ = 0;
        phase_ = Phase::Generate;
    }
    return true;
}

bool KvServing::ended(const Chain& chain) {
    KvTransfer& current = transfers_.front();
    if (!current.ended(objects_, chain)) return false;
    if (chain.executed > 0 && chain.operations[chain.executed - 1].result < 0) return false;
    account(current);
    transfers_.pop_front();
    return true;
}

void KvServing::account(const KvTransfer& done) {
    if (done.move() == KvMove::Remove) return context_.store.removed(done.tokens());
    storageNs_ += done.totalNs();
    if (done.move() == KvMove::Read) {
        context_.store.release(done.key());
        result_.read.record(done.totalNs());
        result_.readDevice.record(done.deviceNs());
        result_.loadedBytes += done.bytes();
        result_.loadedTokens += done.tokens();
        if (objects_.cache().verify) result_.verifiedBytes += done.bytes();
        if (done.damage().empty()) return;
        ++result_.damagedReads;
        if (result_.firstDamage.empty()) result_.firstDamage = done.damage();
        return;
    }
    context_.store.settle(done.key());
    result_.demotions += done.isDemotion();
    result_.write.record(done.totalNs());
    if (objects_.cache().fsync) result_.sync.record(done.deviceNs());
    result_.storedBytes += done.bytes();
    result_.storedTokens += done.tokens();
}

void KvServing::finish(uint64_t now) {
    KvPriorityResult& own = result_.priorities[static_cast<size_t>(request_.priority)];
    ++own.requests;
    own.latency.record(now - std::min(now, request_.arrivalNs));
    result_.generatedTokens += request_.generateTokens;
    result_.storage.record(storageNs_);
    phase_ = Phase::Idle;
}

}  // namespace ioproof
