// Invariants of a job.
#include "core/job_spec.h"

#include <algorithm>
#include <climits>

#include "core/chain_names.h"
#include "core/io_error.h"
#include "core/mixture.h"
#include "core/sector_stamp.h"

namespace ioproof {
namespace {

constexpr uint32_t deepestTree = 32;
constexpr uint64_t mostLeaves = 10'000'000;

void require(bool condition, const char* rule) {
    if (!condition) throw JobError("BAD_SPEC", std::string("job: ") + rule);
}

bool contains(const std::vector<OperationKind>& kinds, OperationKind kind) {
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

bool looksAtDirectory(OperationKind operation) {
    return readsDirectory(operation) || operation == OperationKind::Stat || operation == OperationKind::Statx;
}

bool changesName(OperationKind operation) {
    switch (operation) {
        case OperationKind::Unlink:
        case OperationKind::Mkdir:
        case OperationKind::Rmdir:
        case OperationKind::Rename:
        case OperationKind::Link:
        case OperationKind::Symlink: return true;
        default: return false;
    }
}

}  // namespace

uint64_t SizeSpec::largest() const {
    uint64_t bytes = shares.empty() ? to : 0;
    for (const auto& share : shares) bytes = std::max<uint64_t>(bytes, share.bytes);
    return bytes;
}

std::vector<std::vector<OperationKind>> JobSpec::chains() const {
    // Of these calls in this order, each chain of a loader has some.
    if (kind == JobKind::Training) return {{OperationKind::Open, OperationKind::Read, OperationKind::Close}};
    if (kind == JobKind::Checkpoint) return {checkpoint->operations()};
    if (kind == JobKind::KvCache)
        return {{OperationKind::Create, OperationKind::Write, OperationKind::Fsync, OperationKind::Close},
                {OperationKind::Open, OperationKind::Read, OperationKind::Close},
                {OperationKind::Unlink}};
    if (mix.empty()) return {operations};
    std::vector<std::vector<OperationKind>> chains;
    for (const auto& share : mix) chains.push_back(share.operations);
    return chains;
}

bool JobSpec::does(OperationKind operation) const {
    const auto all = chains();
    return std::any_of(all.begin(), all.end(), [&](const auto& chain) { return contains(chain, operation); });
}

bool JobSpec::reads() const { return kind == JobKind::Block ? readPercent > 0 : does(OperationKind::Read); }

bool JobSpec::writes() const { return kind == JobKind::Block ? readPercent < 100 : does(OperationKind::Write); }

bool JobSpec::readsBack() const { return reads() || verify != VerifyMode::None; }

bool JobSpec::creates() const {
    if (kind == JobKind::KvCache) return true;
    if (kind != JobKind::Files || !mix.empty()) return false;
    if (itemsAreDirectories) return makesDirectories();
    return !namesOf(operations, namesOf(operationsBefore).left).needsFile;
}

bool JobSpec::makesDirectories() const {
    return itemsAreDirectories && (does(OperationKind::Mkdir) || does(OperationKind::Rmdir));
}

bool JobSpec::changesNames() const {
    const auto all = chains();
    return std::any_of(all.begin(), all.end(),
                       [](const auto& chain) { return std::any_of(chain.begin(), chain.end(), changesName); });
}

bool JobSpec::writesEveryBlock() const {
    const bool goesEverywhere = access <= Access::Interleaved && access != Access::Random && access != Access::Strided;
    return kind == JobKind::Block && readPercent == 0 && goesEverywhere && offset == 0 && offsetIncrement == 0;
}

uint64_t JobSpec::firstFileOfWorker(uint32_t worker) const { return filePerWorker ? fileCount * worker / workers : 0; }

uint64_t JobSpec::filesOfWorker(uint32_t worker) const {
    return filePerWorker ? firstFileOfWorker(worker + 1) - firstFileOfWorker(worker) : fileCount;
}

uint64_t JobSpec::operationsPerChain() const {
    if (kind == JobKind::Block || kind == JobKind::Checkpoint) return 1;
    if (kind == JobKind::Training || kind == JobKind::KvCache) return chains().front().size();
    // An empty file is read or written by one call, too.
    const uint64_t pieces = std::max<uint64_t>((largestFile() + blockSize - 1) / blockSize, 1);
    uint64_t longest = 0;
    for (const auto& chain : chains()) {
        uint64_t total = 0;
        for (const auto operation : chain) total += isTransfer(operation) ? pieces : 1;
        longest = std::max(longest, total);
    }
    return longest;
}

size_t JobSpec::pathsPerChain() const {
    // The name of a file, and the one that it is renamed to.
    if (kind == JobKind::Checkpoint) return 2;
    size_t most = 1;
    for (const auto& chain : chains()) most = std::max(most, pathsOf(chain, operationsBefore));
    return most;
}

bool JobSpec::hasOneSize() const {
    const auto isBlock = [this](const SizeSpec& sizes) {
        return sizes.shares.empty() && sizes.from == blockSize && sizes.to == blockSize;
    };
    return (!reads() || isBlock(readSizes)) && (!writes() || isBlock(writeSizes));
}

void JobSpec::checkBlock() const {
    require(operations.empty() && mix.empty(), "operations and mix belong to kind files");
    require(!everyWorkerVisits, "visits everyWorker belongs to kind files");
    require(resumeAt.empty(), "resumeAt belongs to kind files");
    require(fileSizes.form == SizeForm::Fixed, "fileSizes of other forms than fixed belong to kind files");
    require(workerShift == 0 && itemsPerWorker == 0, "workerShift and itemsPerWorker belong to kind files");
    require(!filePerWorker || fileCount >= workers, "a file for each worker needs as many files as workers");
    require(offset + offsetIncrement * (workers - 1) + blockSize <= fileSize,
            "fileSize must hold at least one block after the offset");
    require(!hasRegions() || blockSize <= offsetIncrement, "offsetIncrement must hold at least one block");
    require(access != Access::Strided || stride >= blockSize, "stride must be at least a block");
    require(access != Access::Interleaved || hasOneSize(), "interleaved blocks have one size");
    require(fsyncEvery == 0 || writes(), "fsyncEvery needs writes");
    require(std::max(readSizes.largest(), writeSizes.largest()) == blockSize,
            "blockSize must be the largest of the sizes");
}

void JobSpec::checkFiles() const {
    require(operations.empty() != mix.empty(), "kind files needs operations, or mix");
    require(access <= Access::Permutation, "kind files walks sequentially, at random or as a permutation");
    require(access != Access::Random || !changesNames(), "operations that change names need each file once a pass");
    require(!does(OperationKind::Chain) && !does(OperationKind::FirstByte), "chain and firstByte are no operations");
    for (const auto& chain : chains())
        require(std::count_if(chain.begin(), chain.end(), seeksMissing) <= std::ptrdiff_t{mostMissingNames},
                "a chain may look for at most 128 names that nothing has");
    checkVisits();
    if (!mix.empty()) checkMix(*this);
    require(fsyncEvery == 0 && sync == SyncMode::None, "kind files syncs by operations");
    require(!filePerWorker || fileCount >= workers, "directories for each worker need as many files as workers");
    if (itemsAreDirectories) checkDirectories();
    const bool inOrder = access == Access::Sequential && queueDepth == 1 && !changesNames();
    const bool plainParts = !everyWorkerVisits && workerShift == 0 && packing == Packing::None;
    require(resumeAt.empty() || (inOrder && plainParts),
            "resumeAt needs workers that go over parts of their own, one file after the other");
    sizesOfFiles();
}

void JobSpec::checkVisits() const {
    require(!everyWorkerVisits || !changesNames(), "visits everyWorker is for chains that change no names");
    require(!everyWorkerVisits || mix.empty(), "in a mixture each worker has files of its own");
    require(!everyWorkerVisits || itemsPerWorker == 0, "visits everyWorker is to all items, itemsPerWorker to some");
}

void JobSpec::checkDirectories() const {
    require(mix.empty(), "the items of a mix are files");
    if (!makesDirectories()) {
        require(std::all_of(operations.begin(), operations.end(), looksAtDirectory),
                "directories as items are made, removed, read, listed or looked at");
        return;
    }
    const bool makes = does(OperationKind::Mkdir);
    const bool removes = does(OperationKind::Rmdir);
    require(operations.size() == 1 && makes != removes, "directories as items are made or removed");
    require(access == Access::Sequential && queueDepth == 1, "directories are made and removed one after the other");
    require(workers == 1 || filePerWorker, "shared directories are made and removed by one worker");
}

void JobSpec::checkNames() const {
    require(fileCount >= 1 && filesPerDirectory >= 1, "fileCount and filesPerDirectory must be at least 1");
    require((directoryDepth == 0) == (directoryWidth == 0), "directoryWidth and directoryDepth belong together");
    require(directoryDepth <= deepestTree, "directoryDepth must be at most 32");
    require(!filesInEveryDirectory || directoryDepth > 0, "files in every directory need a tree");
    uint64_t leaves = 1;
    for (uint32_t level = 0; level < directoryDepth && leaves <= mostLeaves; ++level)
        leaves = directoryWidth > mostLeaves ? directoryWidth : leaves * directoryWidth;
    require(leaves <= mostLeaves, "a tree must have at most 10^7 leaf directories");
    require(!filePrefix.empty() && filePrefix.find('/') == std::string::npos, "filePrefix must be a part of a name");
    const size_t digits = std::max<size_t>(std::to_string(fileCount - 1).size(), 9);
    require(filePrefix.size() + digits <= NAME_MAX, "a file name must have at most 255 bytes");
}

void JobSpec::checkStamps() const {
    require(kind == JobKind::Block, "only blocks are stamped and verified");
    require(stampDataset != 0, "verify needs a stampDataset");
    require(engine != EngineKind::Null, "engine null keeps nothing that could be verified");
    require(verify != VerifyMode::After || writes(), "verify after needs writes");
    require(dedupePercent == 0 && pattern.empty(), "stamps make every sector different");
    require(stampOldest <= stampGeneration, "stampOldest must not be newer than stampGeneration");
    require(hasPlacesOf(stampedSectorBytes), "stamped blocks and their places must be multiples of 4096 bytes");
    const bool isAlone = workers == 1 || filePerWorker || hasRegions();
    require(!writes() || !drawsAgain() || (isAlone && queueDepth == 1),
            "stamped writes must touch each block once a pass, or one at a time");
}

bool JobSpec::hasPlacesOf(uint64_t bytes) const {
    uint64_t places = offset | offsetIncrement | stride;
    for (const auto* sizes : {&readSizes, &writeSizes}) {
        places |= sizes->from | sizes->to | sizes->unit;
        for (const auto& share : sizes->shares) places |= share.bytes;
    }
    return places % bytes == 0;
}

void JobSpec::checkGpu() const {
    const bool needsGpu = engine == EngineKind::Cufile || engine == EngineKind::GpuCopy;
    require(usesGpu() || !needsGpu, "engines cufile and gpu-copy need memory gpu");
    if (!usesGpu()) return;
    require(needsGpu || engine == EngineKind::Auto, "memory gpu needs engine cufile, gpu-copy or auto");
    require(engine != EngineKind::Cufile || copyMode == CopyMode::Full, "copyMode belongs to engine gpu-copy");
    require(copyMode == CopyMode::Full || verify == VerifyMode::None,
            "what is not in the file or not in the GPU cannot be verified");
    require(copyMode != CopyMode::CopyOnly || !stampsWrites(), "copies alone write no stamped sectors");
    require(copyMode != CopyMode::CopyOnly || !changesNames(), "copies alone change no names");
    if (engine == EngineKind::Cufile) checkCufile();
}

/// What is no multiple of 4 KiB goes through a buffer in the memory of the host.
void JobSpec::checkCufile() const {
    require(direct, "engine cufile needs direct I/O");
    require(cufileMode != CufileMode::Sync || queueDepth == 1, "cufileMode sync has a queueDepth of 1");
    require(blockSize % cufileUnit == 0 && (kind == JobKind::Files || hasPlacesOf(cufileUnit)),
            "blocks of engine cufile and their places must be multiples of 4096 bytes");
    require(kind == JobKind::Block || !writes() || sizesOfFiles().unit() % cufileUnit == 0,
            "files that engine cufile writes must be multiples of 4096 bytes");
}

void JobSpec::checkKind() const {
    switch (kind) {
        case JobKind::Block: return checkBlock();
        case JobKind::Files: return checkFiles();
        case JobKind::Training: return checkTraining();
        case JobKind::Checkpoint: return checkCheckpoint();
        case JobKind::KvCache: return checkKvCache();
    }
}

void JobSpec::check() const {
    require(workers >= 1 && workers <= 4096, "workers must be 1 to 4096");
    require(queueDepth >= 1 && queueDepth <= 4096, "queueDepth must be 1 to 4096");
    require(submitBatch >= 1 && submitBatch <= queueDepth, "submitBatch must be 1 to queueDepth");
    require(completeBatch >= 1 && completeBatch <= queueDepth, "completeBatch must be 1 to queueDepth");
    require(blockSize >= 1 && blockSize <= (uint64_t{1} << 30), "blockSize must be 1 byte to 1 GiB");
    checkNames();
    checkPacking();
    checkSamples();
    require(fileSize >= 1 || kind == JobKind::Files, "fileSize must be at least 1");
    require(readPercent <= 100, "readPercent must be 0 to 100");
    require(intervalNs >= 1'000'000, "intervalNs must be at least a millisecond");
    require(runtimeNs > 0 || passes > 0 || ioBytes > 0 || operationLimit > 0,
            "runtimeNs, passes, ioBytes or operationLimit must be given");
    require(rampNs == 0 || runtimeNs > 0, "rampNs needs runtimeNs");
    require(stonewallNs == 0 || runtimeNs == 0, "a job has a runtime or a stonewall");
    require(stonewallNs == 0 || coldPasses == ColdPasses::None, "a stonewall is in one pass");
    require(stonewallNs == 0 || fsyncEvery == 0, "a stonewall counts reads and writes, and fsyncEvery adds syncs");
    require(!fsyncAtEnd || writes() || kind == JobKind::Files, "fsync at end needs writes");
    require(operationsPerChain() <= 4096, "a file may be read or written in at most 4096 pieces");
    require(engine == EngineKind::Null || !root.empty(), "root must be given");
    require(engine != EngineKind::Sync || queueDepth == 1, "engine sync has a queueDepth of 1");
    require(engine != EngineKind::Mmap || queueDepth == 1, "engine mmap has a queueDepth of 1");
    const bool isPlain = kind == JobKind::Block || kind == JobKind::Checkpoint || kind == JobKind::Files;
    require(engine != EngineKind::Mmap || isPlain, "engine mmap runs kinds block, files and checkpoint only");
    require(engine != EngineKind::Mmap || kind == JobKind::Block || !writes(),
            "engine mmap reads files that chains open, and does not write them");
    const bool hasLength = reservation == Reservation::Native || reservation == Reservation::Truncate;
    require(engine != EngineKind::Mmap || kind != JobKind::Block || !createFiles || hasLength,
            "engine mmap needs files that have their length");
    require(rateOperations == 0 || rateBytes == 0, "a rate is in operations or in bytes");
    require(thinkNs == 0 || thinkEvery > 0, "thinkNs needs thinkEvery");
    require(compressPercent <= 100 && dedupePercent <= 100, "compressPercent and dedupePercent must be 0 to 100");
    require(coldPasses == ColdPasses::None || (!paced() && thinkNs == 0), "cold passes know neither rate nor pauses");
    require(resumeAt.empty() || resumeAt.size() == workers, "resumeAt must have a number for each worker");
    require((kind == JobKind::Training) == training.has_value(), "kind training, and no other, has training");
    require(kind != JobKind::Training || sampleFiles, "kind training needs sampleFiles");
    require((kind == JobKind::Checkpoint) == checkpoint.has_value(), "kind checkpoint, and no other, has checkpoint");
    require((kind == JobKind::KvCache) == kvCache.has_value(), "kind kv-cache, and no other, has kvCache");
    checkKind();
    if (verify != VerifyMode::None || stampDataset != 0) checkStamps();
    checkGpu();
}

}  // namespace ioproof
