// The order of the draws is part of what a seed stands for.
#include "sources/kv_user.h"

#include <algorithm>

namespace ioproof {

KvUser::KvUser(const KvCacheSpec& spec, uint32_t number, uint64_t seed)
    : spec_(spec), user_(spec.users[number]), random_(mix64(seed) ^ mix64(~uint64_t{number})), turn_{.user = number} {}

KvRequest KvUser::next() {
    now_ += static_cast<uint64_t>(static_cast<double>(user_.thinkNs) * (0.8 + 0.4 * real()));
    goOn();
    KvRequest request{.turn = turn_, .priority = user_.priority, .arrivalNs = now_};
    request.contextTokens = between(std::max(1u, user_.contextTokens / 4), user_.contextTokens);
    request.generateTokens = between(std::max(1u, user_.generateTokens / 4), user_.generateTokens);
    if (random_.below(100) < spec_.prefixPercent) {
        const uint32_t tokens = spec_.prefixTokens[random_.below(spec_.prefixTokens.size())];
        request.prefixTokens = std::min(tokens, request.contextTokens - 1);
    }
    return request;
}

void KvUser::goOn() {
    const bool isFirst = turn_.turn == 0;
    const bool goesOn = !isFirst && random_.below(100) < spec_.continuePercent && turn_.turn < spec_.mostTurns;
    if (!goesOn && !isFirst) ++turn_.conversation;
    turn_.turn = goesOn ? turn_.turn + 1 : 1;
}

}  // namespace ioproof
