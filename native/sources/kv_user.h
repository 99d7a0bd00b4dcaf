// The requests of one user of a language model, one after the other: the same ones for the same seed.
#pragma once

#include <cstdint>

#include "core/kv_cache_spec.h"
#include "core/random.h"

namespace ioproof {

/// Which turn of which conversation; a number for each turn of a job.
struct KvTurn {
    uint32_t user = 0;
    uint32_t conversation = 0;
    /// From 1.
    uint32_t turn = 0;

    KvTurn earlier(uint32_t number) const { return {.user = user, .conversation = conversation, .turn = number}; }
    /// A job has at most 10^5 users, 10^4 turns a conversation and far less than 2^32 conversations of a user.
    uint64_t key() const { return (uint64_t{user} << 46) | (uint64_t{conversation & 0xffffffffu} << 14) | turn; }
};

struct KvRequest {
    KvTurn turn;
    KvPriority priority = KvPriority::Batch;
    /// Since the start of the job.
    uint64_t arrivalNs = 0;
    uint32_t contextTokens = 0;
    uint32_t generateTokens = 0;
    /// Tokens at the start of the context that a prompt known to all has in its place; 0: none.
    uint32_t prefixTokens = 0;
};

/// A user thinks, for 0.8 to 1.2 of its time, and asks, without awaiting an answer. It goes on with its conversation in
/// `continuePercent` of the cases, up to `mostTurns`. Context and answer are of a quarter of the user's lengths up to
/// these. As the KV cache benchmark of MLPerf Storage v3.0 does it (kv_cache/benchmark.py); its one generator for all
/// users, which threads share as it happens, is here one for each.
class KvUser {
public:
    /// `spec` must outlive it.
    KvUser(const KvCacheSpec& spec, uint32_t number, uint64_t seed);

    KvRequest next();

private:
    /// In [0, 1).
    double real() { return static_cast<double>(random_.next() >> 11) * 0x1p-53; }
    uint32_t between(uint32_t least, uint32_t most) {
        return least + static_cast<uint32_t>(random_.below(uint64_t{most} - least + 1));
    }
    void goOn();

    const KvCacheSpec& spec_;
    const KvUserSpec& user_;
    Random random_;
    KvTurn turn_;
    uint64_t now_ = 0;
};

}  // namespace ioproof
