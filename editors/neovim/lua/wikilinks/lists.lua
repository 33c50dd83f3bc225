-- What is shown in the quickfix list.
local server = require('wikilinks.server')

local M = {}

local TYPES = { 'E', 'W', 'I', 'N' }

---@param title string
---@param items vim.quickfix.entry[]
---@param nothing string What to say when there are none.
local function show(title, items, nothing)
  vim.fn.setqflist({}, ' ', { title = title, items = items })
  if #items == 0 then
    vim.cmd.cclose()
    server.say(nothing)
  else
    vim.cmd('botright copen')
  end
end

---Quickfix entries for places of the server, in their order.
---@param client vim.lsp.Client
---@param places { uri: string, range: lsp.Range, text: string, type?: string }[]
local function entries(client, places)
  local order = {}
  for index, place in ipairs(places) do
    order[place] = index
  end
  local items = vim.lsp.util.locations_to_items(places, client.offset_encoding)
  table.sort(items, function(a, b)
    return order[a.user_data] < order[b.user_data]
  end)
  for _, item in ipairs(items) do
    item.text, item.type = item.user_data.text, item.user_data.type
    item.user_data = nil
  end
  return items
end

---The places in other notes that have to do with the note of the current buffer.
---@param command string
---@param title string
---@param nothing string
local function about_the_note(command, title, nothing)
  local client, uri = server.client(), server.uri(0)
  if not client then
    return
  elseif not uri then
    server.say('this buffer is no note', vim.log.levels.ERROR)
    return
  end
  server.execute(client, command, { uri = uri }, function(notes)
    local places = {}
    for _, note in ipairs(notes or {}) do
      for _, link in ipairs(note.links) do
        table.insert(places, { uri = note.uri, range = link.range, text = link.text })
      end
    end
    show(title, entries(client, places), nothing)
  end)
end

---What links to the note of the current buffer.
function M.backlinks()
  about_the_note('wikilinks.backlinks', 'Backlinks', 'nothing links to this note')
end

---Where other notes name the note of the current buffer, and do not link it.
function M.mentions()
  about_the_note('wikilinks.mentions', 'Mentions', 'no other note names this one without a link')
end

---Asks for a list of the vault that the current buffer is in.
---@param command string
---@param show_found fun(found: table[], client: vim.lsp.Client)
local function ask(command, show_found)
  local client = server.client()
  if client then
    server.execute(client, command, { uri = server.uri(0) }, function(found)
      show_found(found or {}, client)
    end)
  end
end

---Notes to which no other note links.
function M.orphans()
  ask('wikilinks.orphans', function(notes)
    local items = {}
    for _, note in ipairs(notes) do
      table.insert(items, { filename = vim.uri_to_fname(note.uri), lnum = 1, text = note.title })
    end
    show('Orphans', items, 'every note is linked to')
  end)
end

---What links look for and do not find.
function M.unresolved()
  ask('wikilinks.unresolved', function(targets, client)
    local places = {}
    for _, target in ipairs(targets) do
      for _, link in ipairs(target.links) do
        local text = target.target .. ': ' .. link.text
        table.insert(places, { uri = link.uri, range = link.range, text = text, type = 'W' })
      end
    end
    show('Unresolved links', entries(client, places), 'every link leads somewhere')
  end)
end

---Every problem of the vault, in texts that are not saved too.
function M.check()
  local client = server.client()
  if not client then
    return
  end
  local params = { identifier = 'wikilinks', previousResultIds = {} }
  server.request(client, 'workspace/diagnostic', params, function(report)
    local places = {}
    for _, note in ipairs(report and report.items or {}) do
      for _, one in ipairs(note.items or {}) do
        local text = ('%s [%s]'):format((one.message:gsub('%s*\n%s*', '; ')), one.code)
        table.insert(places, { uri = note.uri, range = one.range, text = text, type = TYPES[one.severity] })
      end
    end
    table.sort(places, function(a, b)
      if a.uri ~= b.uri then
        return a.uri < b.uri
      elseif a.range.start.line ~= b.range.start.line then
        return a.range.start.line < b.range.start.line
      end
      return a.range.start.character < b.range.start.character
    end)
    show('Problems', entries(client, places), 'no problems')
  end)
end

return M
