-- The running server, and what is asked of it.
local M = {}

---@param message string
---@param level? integer
function M.say(message, level)
  vim.notify('wikilinks: ' .. message, level or vim.log.levels.INFO)
end

---The client of a buffer, else the only one there is. Says so when there is none.
---@param buffer? integer
---@return vim.lsp.Client?
function M.client(buffer)
  local here = vim.lsp.get_clients({ name = 'wikilinks', bufnr = buffer or 0 })[1]
  if here then
    return here
  end
  local all = vim.lsp.get_clients({ name = 'wikilinks' })
  if #all == 1 then
    return all[1]
  end
  M.say('the server is not attached. Open a note; :checkhealth wikilinks says what is missing', vim.log.levels.ERROR)
end

---The URI of a buffer that holds a file.
---@param buffer integer
---@return string?
function M.uri(buffer)
  local name = vim.api.nvim_buf_get_name(buffer)
  if name ~= '' and vim.bo[buffer].buftype == '' then
    return vim.uri_from_bufnr(buffer)
  end
end

---Asks the server; an error of its is shown, and `answered` is not called.
---@param client vim.lsp.Client
---@param method string
---@param params table
---@param answered fun(result: any)
function M.request(client, method, params, answered)
  client:request(method, params, function(error, result)
    if error then
      M.say(error.message, vim.log.levels.ERROR)
    else
      answered(result)
    end
  end)
end

---Runs a command of the server with one argument.
---@param client vim.lsp.Client
---@param name string
---@param argument table
---@param answered fun(result: any)
function M.execute(client, name, argument, answered)
  local known = vim.tbl_get(client.server_capabilities, 'executeCommandProvider', 'commands') or {}
  if not vim.list_contains(known, name) then
    M.say('this version of the server has no ' .. name, vim.log.levels.ERROR)
    return
  end
  -- An empty table would be sent as a list.
  local arguments = { next(argument) and argument or vim.empty_dict() }
  M.request(client, 'workspace/executeCommand', { command = name, arguments = arguments }, answered)
end

return M
