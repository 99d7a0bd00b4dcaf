// What a job of kind kv-cache must hold to.
#include "core/io_error.h"
#include "core/job_spec.h"

namespace ioproof {
namespace {

constexpr uint64_t sectorBytes = 4096;
constexpr size_t mostUsers = 100'000;
constexpr uint32_t mostTurns = 10'000;

void require(bool condition, const char* rule) {
    if (!condition) throw JobError("BAD_SPEC", std::string("job: kind kv-cache ") + rule);
}

}  // namespace

void JobSpec::checkKvCache() const {
    const KvCacheSpec& cache = *kvCache;
    require(!cache.users.empty() && cache.users.size() <= mostUsers, "has 1 to 100000 users");
    for (const KvUserSpec& user : cache.users) {
        require(user.contextTokens > 0 && user.generateTokens > 0, "has users who ask for at least a token");
        require(user.thinkNs > 0, "has users who think between two requests");
    }
    require(cache.bytesPerToken > 0, "needs bytesPerToken");
    require(cache.scale > 0 && cache.scale <= 1, "has a scale above 0 up to 1");
    require(cache.capacityBytes >= cache.largestTurnBytes(), "needs a capacityBytes that holds its largest turn");
    require(cache.continuePercent <= 100 && cache.prefixPercent <= 100, "has shares of 0 to 100 percent");
    require(cache.prefixPercent == 0 || !cache.prefixTokens.empty(), "with prefixes needs their lengths");
    require(cache.mostTurns >= 1 && cache.mostTurns <= mostTurns, "has 1 to 10000 turns a conversation");
    require(cache.decodeBatch > 0, "needs a decodeBatch");
    require(blockSize % sectorBytes == 0, "moves blocks of multiples of 4096 bytes");
    require(!direct || cache.unitBytes() % sectorBytes == 0, "with direct I/O has objects of multiples of 4096 bytes");
    require(rampNs == 0 && !paced() && thinkNs == 0, "knows no ramp, no rate and no thinkNs: its users have their own");
    require(engine != EngineKind::Mmap && !usesGpu(), "moves its objects through the memory of the host");
    require(nullLatencyNs == 0 || workers == 1, "in virtual time has one worker");
    require(coldPasses == ColdPasses::None && stonewallNs == 0, "has one pass");
}

}  // namespace ioproof
