-- The subcommands of :Wikilinks.
local server = require('wikilinks.server')

local M = {}

---Makes a note, and shows it; asks for the name when there is none.
---@param name string
local function new(name)
  local client = server.client()
  local uri = server.uri(0)
  local function make(chosen)
    if client and chosen and vim.trim(chosen) ~= '' then
      server.execute(client, 'wikilinks.new', { name = vim.trim(chosen), uri = uri }, function() end)
    end
  end
  if name ~= '' then
    make(name)
  elseif client then
    vim.ui.input({ prompt = 'Name of the new note: ' }, make)
  end
end

---Shows the note of a day, today without one, and makes it where it is missing.
---@param day string
local function daily(day)
  local client = server.client()
  if client then
    -- The server may run where it is another day.
    local argument = { date = day ~= '' and day or nil, today = os.date('%Y-%m-%d'), uri = server.uri(0) }
    server.execute(client, 'wikilinks.daily', argument, function() end)
  end
end

---Yanks a link to the paragraph at the cursor, which gets a block id when it has none.
local function yank()
  local client, uri = server.client(), server.uri(0)
  if not client or not uri then
    return
  end
  local register = vim.v.register
  local position = vim.lsp.util.make_position_params(0, client.offset_encoding).position
  server.execute(client, 'wikilinks.blockLink', { uri = uri, position = position }, function(found)
    if not found then
      server.say('no link can lead here: put the cursor into a paragraph, a list item or a table', vim.log.levels.ERROR)
    else
      vim.fn.setreg(register, found.link)
      server.say('yanked ' .. found.link)
    end
  end)
end

---@type table<string, fun(argument: string)>
local SUBCOMMANDS = {
  rename = function(name)
    require('wikilinks.rename').rename_note(name)
  end,
  backlinks = function()
    require('wikilinks.lists').backlinks()
  end,
  new = new,
  daily = daily,
  yank = yank,
  mentions = function()
    require('wikilinks.lists').mentions()
  end,
  check = function()
    require('wikilinks.lists').check()
  end,
  orphans = function()
    require('wikilinks.lists').orphans()
  end,
  unresolved = function()
    require('wikilinks.lists').unresolved()
  end,
}

---@return string[]
local function names()
  local all = vim.tbl_keys(SUBCOMMANDS)
  table.sort(all)
  return all
end

---@param name string
---@param argument string All that stands behind the name.
function M.run(name, argument)
  local subcommand = SUBCOMMANDS[name]
  if vim.fn.has('nvim-0.11') == 0 then
    server.say('Neovim 0.11 or newer is needed', vim.log.levels.ERROR)
  elseif not subcommand then
    server.say(('there is no "%s"; there is %s'):format(name, table.concat(names(), ', ')), vim.log.levels.ERROR)
  else
    subcommand(argument)
  end
end

---@param lead string What is typed of the word at the cursor.
---@param line string
---@return string[]
function M.complete(lead, line)
  local before = line:sub(1, #line - #lead)
  if before:match('Wikilinks!?%s+$') then
    return vim.tbl_filter(function(name)
      return vim.startswith(name, lead)
    end, names())
  end
  if before:match('Wikilinks%s+daily%s+$') then
    return vim.tbl_filter(function(day)
      return vim.startswith(day, lead)
    end, { 'today', 'tomorrow', 'yesterday' })
  end
  -- The name that a note has, to be changed. Words of it before the cursor are typed already.
  if before:match('Wikilinks%s+rename%s+$') then
    local name = require('wikilinks.rename').name(vim.api.nvim_buf_get_name(0))
    return vim.startswith(name, lead) and { name } or {}
  end
  return {}
end

return M
