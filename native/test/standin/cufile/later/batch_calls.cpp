// The functions of batches of the stand-in of cuFile (1.2).
#include <span>

#include "test/standin/cufile/later/batch.h"

using namespace ioproof;
using namespace ioproof::standin;

namespace {

cufile::Error refusalOfBatch(const char* function) {
    const cufile::Error error = refusalWhenOpen(function);
    return error.code == 0 && script().version < 1020 ? failed(5022) : error;
}

/// Null for what is no batch.
BatchQueue* queueOf(cufile::Batch batch) {
    const std::lock_guard lock(cufileState().mutex);
    return cufileState().batches.contains(batch) ? reinterpret_cast<BatchQueue*>(batch) : nullptr;
}

bool isValid(const cufile::IoParameters& parameters) {
    const int opcode = parameters.opcode;
    return parameters.mode == cufile::batchMode && (opcode == cufile::opcodeRead || opcode == cufile::opcodeWrite);
}

}  // namespace

STANDIN_API cufile::Error cuFileBatchIOSetUp(cufile::Batch* batch, unsigned entries) {
    if (const cufile::Error error = refusalOfBatch("cuFileBatchIOSetUp"); error.code != 0) return error;
    if (entries == 0 || entries > script().maxBatch) return failed(5022);
    *batch = reinterpret_cast<cufile::Batch>(new BatchQueue(entries));
    CufileState& state = cufileState();
    const std::lock_guard lock(state.mutex);
    state.batches.insert(*batch);
    state.statistics.add(Counter::BatchesSetUp);
    return fine;
}

STANDIN_API cufile::Error cuFileBatchIOSubmit(cufile::Batch batch, unsigned count, cufile::IoParameters* parameters,
                                              unsigned flags) {
    if (const cufile::Error error = refusalOfBatch("cuFileBatchIOSubmit"); error.code != 0) return error;
    BatchQueue* const queue = queueOf(batch);
    if (queue == nullptr || flags != 0) return failed(5022);
    std::vector<BatchEntry> entries;
    for (const cufile::IoParameters& one : std::span(parameters, count)) {
        const Request request{
            one.opcode == cufile::opcodeWrite, one.handle, one.base, one.size, one.fileOffset, one.baseOffset};
        int code = 0;
        std::unique_ptr<Transfer> transfer = makeTransfer(request, Caller::Batch, code);
        if (!isValid(one) || !transfer) return failed(5040);
        entries.push_back({std::move(transfer), one.cookie});
    }
    if (!queue->submit(std::move(entries))) return failed(5037);
    cufileState().statistics.add(Counter::BatchesSubmitted);
    return fine;
}

STANDIN_API cufile::Error cuFileBatchIOGetStatus(cufile::Batch batch, unsigned least, unsigned* count,
                                                 cufile::IoEvent* events, timespec* timeout) {
    if (const cufile::Error error = refusalOfBatch("cuFileBatchIOGetStatus"); error.code != 0) return error;
    BatchQueue* const queue = queueOf(batch);
    if (queue == nullptr || least > *count) return failed(5022);
    *count = queue->harvest(least, *count, events, timeout);
    return fine;
}

STANDIN_API cufile::Error cuFileBatchIOCancel(cufile::Batch batch) {
    if (const cufile::Error error = refusalOfBatch("cuFileBatchIOCancel"); error.code != 0) return error;
    BatchQueue* const queue = queueOf(batch);
    if (queue == nullptr) return failed(5022);
    queue->cancel();
    cufileState().statistics.add(Counter::BatchesCancelled);
    return fine;
}

STANDIN_API void cuFileBatchIODestroy(cufile::Batch batch) {
    BatchQueue* const queue = queueOf(batch);
    if (queue == nullptr) abortOver("cuFileBatchIODestroy of no batch");
    {
        CufileState& state = cufileState();
        const std::lock_guard lock(state.mutex);
        state.batches.erase(batch);
        state.statistics.add(Counter::BatchesDestroyed);
    }
    delete queue;
}
