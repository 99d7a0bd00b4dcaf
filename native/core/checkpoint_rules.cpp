// What a job of kind checkpoint must hold to.
#include <bit>

#include "core/checkpoint_files.h"
#include "core/io_error.h"
#include "core/job_spec.h"

namespace ioproof {
namespace {

constexpr uint64_t smallestBlock = 4096;
/// Of which direct I/O wants places to be multiples, whatever the device.
constexpr uint64_t directUnit = 4096;

void require(bool condition, const char* rule) {
    if (!condition) throw JobError("BAD_SPEC", std::string("job: ") + rule);
}

/// A block lies in one piece that a checksum is of, or is made of such pieces.
bool fitsPieces(uint64_t blockSize) {
    return blockSize > 0 && blockSize < checksumPieceBytes
               ? blockSize >= smallestBlock && std::has_single_bit(blockSize)
               : blockSize % checksumPieceBytes == 0;
}

void checkNumbers(const CheckpointSpec& spec) {
    const auto& present = spec.present;
    for (size_t index = 1; index < present.size(); ++index)
        require(present[index - 1] < present[index], "present names each checkpoint once, the oldest first");
    if (spec.saves == 0) return;
    require(present.empty() || present.back() < spec.firstNumber, "firstNumber must be above those that are present");
    require(spec.saves - 1 <= UINT32_MAX - spec.firstNumber, "numbers of checkpoints have 32 bits");
}

void checkRounds(const CheckpointSpec& spec) {
    require(spec.saves > 0 || spec.loads > 0, "kind checkpoint needs saves or loads");
    require(spec.loads == 0 || spec.saves > 0 || !spec.present.empty(), "loads need saves, or checkpoints present");
    require(spec.keep >= 1, "keep must be at least 1");
    require(spec.loadShift < spec.ranks, "loadShift must be less than ranks");
    require(!spec.loadAll || spec.loadShift == 0, "ranks that load all parts shift none");
    checkNumbers(spec);
}

}  // namespace

void JobSpec::checkCheckpoint() const {
    require(workers == checkpoint->ranks, "kind checkpoint has a worker for each rank");
    require(fitsPieces(blockSize), "blockSize must be a multiple of 1 MiB, or a power of two from 4 KiB below that");
    checkRounds(*checkpoint);
    require(operations.empty() && mix.empty(), "kind checkpoint has calls of its own");
    require(memory == BufferMemory::Host, "kind checkpoint saves and loads memory of the host");
    require(!paced() && thinkNs == 0, "kind checkpoint knows neither rate nor thinkNs: pauseNs is between its saves");
    require(rampNs == 0 && stonewallNs == 0, "kind checkpoint has neither ramp nor stonewall");
    require(runtimeNs == 0 && ioBytes == 0 && operationLimit == 0, "kind checkpoint ends with its saves and loads");
    require(!createFiles && resumeAt.empty(), "kind checkpoint makes its files when it saves");
    require(!fsyncAtEnd && fsyncEvery == 0 && sync == SyncMode::None, "kind checkpoint has a sync of its own");
    require(compressPercent == 0 && dedupePercent == 0 && pattern.empty(), "kind checkpoint has content of its own");
    require(verify == VerifyMode::None && stampDataset == 0, "only blocks are stamped and verified");
    require(engine != EngineKind::Null || !checkpoint->verifyLoads, "engine null keeps nothing that could be verified");
    const CheckpointFiles files(root, *checkpoint);
    for (const CheckpointPart& part : checkpoint->parts)
        require(!direct || part.offset % directUnit == 0, "direct parts of a file begin at multiples of 4096 bytes");
}

}  // namespace ioproof
