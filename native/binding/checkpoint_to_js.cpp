// Field by field.
#include "binding/checkpoint_to_js.h"

#include <cstdint>

namespace ioproof {
namespace {

double number(uint64_t value) { return static_cast<double>(value); }

const char* kindOf(bool isLoad) { return isLoad ? "load" : "save"; }

Napi::Object rankToJs(Napi::Env env, const CheckpointRank& rank) {
    auto object = Napi::Object::New(env);
    object.Set("startNs", number(rank.startNs));
    object.Set("firstByteNs", number(rank.firstByteNs));
    object.Set("stallNs", number(rank.stallNs));
    object.Set("transferredNs", number(rank.transferredNs));
    object.Set("endNs", number(rank.endNs));
    object.Set("bytes", number(rank.bytes));
    return object;
}

Napi::Object roundToJs(Napi::Env env, const CheckpointRound& round) {
    auto object = Napi::Object::New(env);
    object.Set("kind", kindOf(round.isLoad));
    object.Set("number", round.number);
    object.Set("startNs", number(round.startNs));
    object.Set("endNs", number(round.endNs));
    object.Set("complete", round.complete);
    object.Set("waitedNs", number(round.waitedNs));
    object.Set("removeNs", number(round.removeNs));
    object.Set("removedFiles", round.removedFiles);
    object.Set("sealNs", number(round.sealNs));
    auto cache = Napi::Object::New(env);
    cache.Set("residentBytes", number(round.residentBytes));
    cache.Set("totalBytes", number(round.totalBytes));
    cache.Set("method", round.residencyMethod);
    object.Set("cacheBefore", cache);
    object.Set("systemCachesRefusal", round.systemCachesRefusal);
    auto ranks = Napi::Array::New(env, round.ranks.size());
    for (uint32_t rank = 0; rank < round.ranks.size(); ++rank) ranks.Set(rank, rankToJs(env, round.ranks[rank]));
    object.Set("ranks", ranks);
    return object;
}

Napi::Object damageToJs(Napi::Env env, const DamagedPiece& piece) {
    auto object = Napi::Object::New(env);
    object.Set("path", piece.path);
    object.Set("offset", number(piece.offset));
    object.Set("length", number(piece.length));
    object.Set("expected", piece.expected);
    object.Set("found", piece.found);
    return object;
}

}  // namespace

Napi::Object toJs(Napi::Env env, const CheckpointResult& checkpoint) {
    auto object = Napi::Object::New(env);
    auto rounds = Napi::Array::New(env, checkpoint.rounds.size());
    for (uint32_t index = 0; index < checkpoint.rounds.size(); ++index)
        rounds.Set(index, roundToJs(env, checkpoint.rounds[index]));
    object.Set("rounds", rounds);
    object.Set("verifiedPieces", number(checkpoint.verifiedPieces));
    object.Set("damagedPieces", number(checkpoint.damagedPieces));
    auto damaged = Napi::Array::New(env, checkpoint.damaged.size());
    for (uint32_t index = 0; index < checkpoint.damaged.size(); ++index)
        damaged.Set(index, damageToJs(env, checkpoint.damaged[index]));
    object.Set("damaged", damaged);
    return object;
}

Napi::Object toJs(Napi::Env env, const CheckpointSnapshot& snapshot) {
    auto object = Napi::Object::New(env);
    object.Set("kind", kindOf(snapshot.isLoad));
    object.Set("number", snapshot.number);
    object.Set("roundsDone", snapshot.roundsDone);
    object.Set("rounds", snapshot.rounds);
    object.Set("bytesDone", number(snapshot.bytesDone));
    object.Set("bytes", number(snapshot.bytes));
    return object;
}

}  // namespace ioproof
